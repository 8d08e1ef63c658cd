package io.chutes.platform.server.chute;

import com.fasterxml.jackson.core.JsonParser;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.UnstorableText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images that hold a chute, and what they say it is. */
final class LabelledImages {
    private final ImageCatalogue images;

    LabelledImages(ImageCatalogue images) {
        this.images = images;
    }

    /**
     * The image that a caller names.
     *
     * @throws ApiException 422 if it is no name of one, 403 if it is another account's
     */
    static ImageName own(Principal caller, String name) {
        ImageName image = ImageName.parse(name);
        if (!image.account().equals(caller.account())) {
            throw ApiException.forbidden("Image %s is in account '%s'; push it to '%s' to deploy it as that account"
                    .formatted(image, image.account(), caller.account()));
        }
        return image;
    }

    /**
     * The manifest of an image's chute.
     *
     * @throws ApiException 422 if it has none, or asks for what is not given
     */
    Manifest manifest(ImageName image) {
        String label = images.chuteManifest(image.repository(), image.digest())
                .orElseThrow(() -> ApiException.unprocessable(
                        "/image",
                        "manifest",
                        "There is no image %s with a label '%s'; build and push it with the chutes CLI"
                                .formatted(image, Manifest.IMAGE_LABEL)));
        Manifest manifest = parse(image, label);
        List<FieldError> broken = ManifestRules.broken(manifest);
        if (!broken.isEmpty()) {
            throw ApiException.unprocessable(
                    "Label '%s' of image %s: %s"
                            .formatted(
                                    Manifest.IMAGE_LABEL,
                                    image,
                                    broken.getFirst().message()),
                    broken);
        }
        return manifest;
    }

    private static Manifest parse(ImageName image, String label) {
        try (JsonParser document = PlatformJson.mapper().createParser(label)) {
            Manifest manifest = ManifestJson.read(label);
            UnstorableText.find(document).ifPresent(pointer -> {
                throw unfit(image, "its text at '%s' holds the character U+0000".formatted(pointer));
            });
            return manifest;
        } catch (ManifestException | IOException e) {
            throw unfit(image, e.getMessage());
        }
    }

    private static ApiException unfit(ImageName image, @Nullable String why) {
        return ApiException.unprocessable(
                "/image", "manifest", "Label '%s' of image %s: %s".formatted(Manifest.IMAGE_LABEL, image, why));
    }
}
