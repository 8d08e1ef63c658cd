package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.HeldImage;
import io.chutes.platform.node.image.ImageStore;
import io.chutes.platform.node.image.UnpackedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs an instance as a process of this host, from the unpacked files of its image: its own Java, its own entry point. It
 * isolates nothing: the process sees the host's files and network with the rights of the agent.
 */
public final class ProcessEngine implements Engine {
    private final ImageStore images;
    private final GpuDevices gpus;
    private final HostAddress address;
    private final LeftProcesses leftProcesses;
    private final String marker;

    /**
     * An engine for one node.
     *
     * @param folder the node's folder: every process carries it as a mark, so that it is found after a crash
     * @param address where instances answer
     */
    public ProcessEngine(ImageStore images, Path folder, GpuDevices gpus, HostAddress address) {
        this.images = images;
        this.gpus = gpus;
        this.address = address;
        this.marker = folder.toString();
        this.leftProcesses = new LeftProcesses(folder);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public RunningInstance start(
            DesiredInstance instance, Path folder, Map<String, Path> weights, StartProgress progress)
            throws InterruptedException {
        GpuDevices.Taken given = gpus.take(instance);
        try {
            HeldImage held = images.fetch(instance.image(), progress::over);
            try {
                return start(instance, folder, weights, held, given);
            } catch (RuntimeException e) {
                held.close();
                throw e;
            }
        } catch (RuntimeException | InterruptedException e) {
            given.close();
            throw e;
        }
    }

    private RunningInstance start(
            DesiredInstance instance, Path folder, Map<String, Path> weights, HeldImage held, GpuDevices.Taken given) {
        UnpackedImage image = held.image();
        try {
            int port = address.freePort();
            Path temporary = Files.createDirectories(folder.resolve("tmp"));
            Path log = folder.resolve(Engine.OUTPUT);
            var builder = new ProcessBuilder(command(image))
                    .directory(workingDirectory(image).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.put("PATH", searchPath(image));
            environment.put("LANG", "C.UTF-8");
            environment.putAll(image.environment());
            environment.put("PATH", searchPath(image));
            if (!gpus.areVirtual()) {
                environment.put("CUDA_VISIBLE_DEVICES", String.join(",", given.devices()));
            }
            environment.putAll(instance.environment());
            environment.put("TMPDIR", temporary.toString());
            environment.putAll(RuntimeVariables.of(instance, address.text(), port));
            if (!weights.isEmpty()) {
                environment.put(
                        RuntimeVariables.WEIGHTS, linked(weights, folder).toString());
            }
            environment.put(LeftProcesses.MARKER, marker);
            Process process = builder.start();
            try {
                ProcessNote.of(process.toHandle()).write(folder);
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
            var marks = Set.of(LeftProcesses.MARKER + "=" + marker, RuntimeVariables.INSTANCE_ID + "=" + instance.id());
            return new ProcessInstance(
                    process,
                    marks,
                    address.at(port),
                    new LastWords(log, new Redaction(instance.environment().values())),
                    () -> {
                        held.close();
                        given.close();
                    });
        } catch (IOException e) {
            throw new NodeException(
                    "The entry point %s could not be started: %s".formatted(image.command(), e.getMessage()), e);
        }
    }

    @Override
    public void recover() throws InterruptedException {
        images.removeHalfDone();
        leftProcesses.end();
    }

    @Override
    public void close() {
        // Nothing of it runs but its instances.
    }

    /** A folder with a link to each, as the runtime takes them. */
    private static Path linked(Map<String, Path> weights, Path folder) throws IOException {
        Path links = Files.createDirectories(folder.resolve("weights"));
        for (Map.Entry<String, Path> one : weights.entrySet()) {
            Files.createSymbolicLink(links.resolve(one.getKey()), one.getValue());
        }
        return links;
    }

    /** The image's command, its program found inside the image. */
    private static List<String> command(UnpackedImage image) {
        if (image.command().isEmpty()) {
            throw new NodeException("The image names no entry point");
        }
        List<String> command = new ArrayList<>(image.command());
        command.set(0, program(image, command.getFirst()).toString());
        return command;
    }

    private static Path program(UnpackedImage image, String name) {
        if (name.startsWith("/")) {
            return image.inside(name);
        }
        if (name.contains("/")) {
            return image.inside(image.workingDirectory() + "/" + name);
        }
        for (String folder : image.path()) {
            Path candidate = image.inside(folder).resolve(name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new NodeException(
                "The entry point '%s' is in none of the image's folders %s".formatted(name, image.path()));
    }

    private static Path workingDirectory(UnpackedImage image) {
        Path directory = image.inside(image.workingDirectory());
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the working directory " + directory, e);
        }
    }

    /** The image's programs first, then this host's, which a script's interpreter is found on. */
    private static String searchPath(UnpackedImage image) {
        List<String> folders = new ArrayList<>(image.path().stream()
                .map(folder -> image.inside(folder).toString())
                .toList());
        folders.add("/usr/bin");
        folders.add("/bin");
        return String.join(File.pathSeparator, folders);
    }
}
