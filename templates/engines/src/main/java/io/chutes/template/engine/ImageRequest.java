package io.chutes.template.engine;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An image to paint.
 *
 * @param prompt what is to be seen
 * @param negative_prompt what is not to be seen; nothing unless given
 * @param height in pixels, a multiple of 8; 1024 unless given
 * @param width in pixels, a multiple of 8; 1024 unless given
 * @param num_inference_steps more are better and take longer; 25 unless given
 * @param guidance_scale how closely the prompt is followed; 7.5 unless given
 * @param seed the same gives the same image again, on the same machine; another each time unless given
 */
@SuppressWarnings("MemberName") // as clients of diffusers know them
public record ImageRequest(
        @NotBlank String prompt,
        Optional<String> negative_prompt,
        Optional<@Min(128) @Max(2048) Integer> height,
        Optional<@Min(128) @Max(2048) Integer> width,
        Optional<@Min(1) @Max(50) Integer> num_inference_steps,
        Optional<@Min(1) @Max(20) Double> guidance_scale,
        Optional<@Min(0) @Max(4294967295L) Long> seed) {
    private static final int SIDE = 1024;
    private static final int STEPS = 25;
    private static final double GUIDANCE = 7.5;
    private static final int BLOCK = 8;

    public ImageRequest {
        requireBlocks("height", height);
        requireBlocks("width", width);
    }

    /** One with the defaults for all but the prompt. */
    static ImageRequest of(String prompt, int steps) {
        return new ImageRequest(
                prompt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(steps),
                Optional.empty(),
                Optional.empty());
    }

    /** What the engine is told, its defaults filled in. */
    Map<String, Object> filled() {
        Map<String, Object> filled = new LinkedHashMap<>();
        filled.put("prompt", prompt);
        filled.put("negative_prompt", negative_prompt.orElse(""));
        filled.put("height", height.orElse(SIDE));
        filled.put("width", width.orElse(SIDE));
        filled.put("num_inference_steps", num_inference_steps.orElse(STEPS));
        filled.put("guidance_scale", guidance_scale.orElse(GUIDANCE));
        seed.ifPresent(number -> filled.put("seed", number));
        return filled;
    }

    private static void requireBlocks(String name, Optional<Integer> pixels) {
        pixels.filter(number -> number % BLOCK != 0).ifPresent(number -> {
            throw new IllegalArgumentException("%s must be a multiple of %d, got %d; %d is one"
                    .formatted(name, BLOCK, number, number / BLOCK * BLOCK));
        });
    }
}
