package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.WeightsSpec;
import java.util.List;

/** What the platform asks of the weights in a manifest. */
final class WeightsRules {
    private final Complaints complaints;

    WeightsRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(List<WeightsSpec> weights) {
        for (int i = 0; i < weights.size(); i++) {
            WeightsSpec spec = weights.get(i);
            String at = "/weights/" + i;
            // The name of a folder on nodes.
            complaints.form(at + "/field", spec.field(), isName(spec.field()), "the name of a Java field");
            complaints.form(
                    at + "/repo",
                    spec.repo(),
                    Limits.WEIGHTS_REPO.matcher(spec.repo()).matches(),
                    "hf://owner/repository");
            complaints.form(
                    at + "/revision",
                    spec.revision(),
                    Limits.WEIGHTS_REVISION.matcher(spec.revision()).matches(),
                    "a commit, 40 hexadecimal digits in lower case");
            globs(at + "/include", spec.include());
            globs(at + "/exclude", spec.exclude());
        }
    }

    private void globs(String pointer, List<String> globs) {
        for (int i = 0; i < globs.size(); i++) {
            complaints.form(
                    pointer + "/" + i,
                    globs.get(i),
                    Limits.isWeightsGlob(globs.get(i)),
                    "a pattern of paths in the repository such as *.safetensors");
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && Character.isJavaIdentifierStart(text.charAt(0))
                && text.chars().allMatch(Character::isJavaIdentifierPart)
                && text.chars().noneMatch(Character::isIdentifierIgnorable);
    }
}
