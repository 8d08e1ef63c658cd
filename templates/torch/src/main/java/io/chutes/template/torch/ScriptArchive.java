package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A {@code .pt} file around TorchScript source: a zip of stored entries, among them the source, and a pickle of one object whose
 * attributes are zero, false or empty.
 */
final class ScriptArchive {
    private static final String FORMAT_VERSION = "10";
    private static final Pattern CLASS = Pattern.compile("^class (\\w+)\\(Module\\):$", Pattern.MULTILINE);
    private static final Pattern ATTRIBUTE = Pattern.compile("^ {2}(\\w+) : (\\S+)$", Pattern.MULTILINE);

    private final String source;

    ScriptArchive(String source) {
        this.source = source;
    }

    InputStream open() {
        try {
            return new ByteArrayInputStream(bytes());
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
    }

    private byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "version", FORMAT_VERSION.getBytes(US_ASCII));
            store(zip, "byteorder", "little".getBytes(US_ASCII));
            store(zip, "code/__torch__.py", source.getBytes(UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "data.pkl", object());
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry("m/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Python's pickle, protocol 2: the class, no arguments, a dictionary of attributes. */
    private byte[] object() throws IOException {
        Matcher type = CLASS.matcher(source);
        if (!type.find()) {
            throw new ModelException("the source has no line 'class Name(Module):'");
        }
        var bytes = new ByteArrayOutputStream();
        var pickle = new DataOutputStream(bytes);
        pickle.writeByte(0x80);
        pickle.writeByte(2);
        pickle.writeBytes("c__torch__\n" + type.group(1) + "\n)");
        pickle.writeByte(0x81);
        pickle.writeBytes("}(");
        for (Matcher attribute = ATTRIBUTE.matcher(source); attribute.find(); ) {
            byte[] name = attribute.group(1).getBytes(UTF_8);
            pickle.writeByte('X');
            pickle.writeInt(Integer.reverseBytes(name.length));
            pickle.write(name);
            writeInitial(pickle, attribute.group(2));
        }
        pickle.writeBytes("ub.");
        return bytes.toByteArray();
    }

    private static void writeInitial(DataOutputStream pickle, String type) throws IOException {
        switch (type) {
            case "bool" -> pickle.writeByte(0x89);
            case "int" -> {
                pickle.writeByte('J');
                pickle.writeInt(0);
            }
            case "float" -> {
                pickle.writeByte('G');
                pickle.writeDouble(0);
            }
            case "List[Tensor]" -> pickle.writeBytes("ctorch.jit._pickle\nbuild_tensorlist\n(](etR");
            default -> throw new ModelException("an attribute is a bool, int, float or List[Tensor], not a " + type);
        }
    }
}
