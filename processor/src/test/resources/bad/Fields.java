package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Secret;
import io.chutes.annotation.Weights;
import java.nio.file.Path;

@Chute(name = "fields")
class Fields {
    @Weights(
            repo = "sentence-transformers/all-MiniLM-L6-v2", // error: repo must be hf://owner/repository, got 'sentence-transformers/all-MiniLM-L6-v2'
            revision = "main", // error: revision must be a commit, 40 hexadecimal digits in lower case, since a branch or tag could change; got 'main'
            include = {"*.json", "/etc/*"}) // error: include takes patterns of paths in the repository such as "*.safetensors", got '/etc/*'
    Path weights;

    @Weights(repo = "hf://a/b", revision = "0123456789abcdef0123456789abcdef01234567") // error: @Weights is for a field of type java.nio.file.Path, this is java.lang.String
    String text;

    @Secret("hf_token") // error: A secret's name is at most 64 upper-case letters, digits and underscores, a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG; got 'hf_token'
    String lower;

    @Secret("CHUTES_KEY") // error: and not CHUTES_…, PATH, JAVA_HOME or LANG; got 'CHUTES_KEY'
    String ours;

    @Secret("KEY") // error: @Secret is for a field of type java.lang.String, this is char[]
    char[] characters;

    @Secret("KEY")
    private String hidden; // error: A field that is set from outside must not be private

    @Secret("KEY")
    final String fixed = ""; // error: A field that is set from outside must not be final

    @Secret("KEY")
    static String shared; // error: A field that is set from outside must not be static

    @Endpoint
    void hi() {}
}
