package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Jib is to bring an image to its target. */
final class Delivery {
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3})(:\\d+)?");

    private Delivery() {}

    /**
     * @param base the image that it is built on, null for our own
     * @param cache of layers
     */
    static Containerizer to(ImageTarget target, @Nullable String base, LayerCache cache)
            throws InvalidImageReferenceException {
        Containerizer containerizer =
                switch (target) {
                    case ImageTarget.Registry(var reference, var username, var password) -> {
                        boolean loopback = isLoopback(reference);
                        if (loopback) {
                            // Jib would push to a registry on this machine without the key: it sends none over plain
                            // HTTP, which is all that such a registry speaks. The key does not leave the machine.
                            System.setProperty("sendCredentialsOverHttp", "true");
                        }
                        yield Containerizer.to(RegistryImage.named(reference).addCredential(username, password))
                                .setAllowInsecureRegistries(loopback);
                    }
                    case ImageTarget.TarFile(var path, var reference) ->
                        Containerizer.to(TarImage.at(path).named(reference))
                                .setAllowInsecureRegistries(base != null && isLoopback(base));
                };
        return containerizer
                .setToolName("chutes")
                .setBaseImageLayersCache(cache.base())
                .setApplicationLayersCache(cache.application());
    }

    /** An image to build on; with the target's credentials if it is in the same registry, else those that Docker has. */
    static RegistryImage from(String base, ImageTarget target) throws InvalidImageReferenceException {
        ImageReference source = ImageReference.parse(base);
        RegistryImage image = RegistryImage.named(source);
        if (target instanceof ImageTarget.Registry(var reference, var username, var password)
                && ImageReference.parse(reference).getRegistry().equals(source.getRegistry())) {
            return image.addCredential(username, password);
        }
        return image.addCredentialRetriever(
                CredentialRetrieverFactory.forImage(source, event -> {}).dockerConfig());
    }

    /** Whether the registry of a reference is on this machine. */
    static boolean isLoopback(String reference) throws InvalidImageReferenceException {
        return LOOPBACK.matcher(ImageReference.parse(reference).getRegistry()).matches();
    }
}
