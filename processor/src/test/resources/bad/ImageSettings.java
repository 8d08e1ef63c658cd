package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Image;

@Chute(
        name = "image",
        readme = "/etc/passwd") // error: readme must be a path from the project's folder, such as "data/words.txt", and not lead out of it; got '/etc/passwd'
@Image(
        env = {
            "A=1",
            "A=2", // error: env sets A twice: remove one
            "B", // error: env takes "NAME=value", got 'B'
            "CHUTES_PORT=1", // error: env cannot set CHUTES_PORT, which is the runtime's own
            "PATH=/bin" // error: env cannot set PATH, which is the runtime's own
        },
        files = {
            "data",
            "../secret", // error: files must be a path from the project's folder
            "a\nb", // error: files must be a path from the project's folder
            "" // error: files must be a path from the project's folder
        },
        user = "root", // error: user must be a numeric id, 1 to 2147483647, got 'root'
        workdir = "/", // error: workdir must be an absolute path such as "/app", got '/'
        jvmOptions = {
            "-Xmx1g",
            "Xmx1g", // error: jvmOptions has 'Xmx1g', which would be taken for the main class: begin it with -
            "-Xmx1g -Xms1g", // error: jvmOptions has '-Xmx1g -Xms1g', which has a space, which none such may have: write each option as a text of its own
            "-cp", // error: jvmOptions has '-cp', which would start something other than the runtime: remove it
            "-classpath", // error: jvmOptions has '-classpath', which would start something other than the runtime
            "--add-opens" // error: jvmOptions has '--add-opens', which has no value: write both as one, as in --name=value
        })
class ImageSettings {
    @Endpoint
    void hi() {}
}
