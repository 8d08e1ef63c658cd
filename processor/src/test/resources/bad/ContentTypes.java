package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Media;

@Chute(name = "types")
class ContentTypes {
    record Out(int a) {}

    @Endpoint(contentType = "application/json") // error: contentType is for methods that return String or Media, and this one returns bad.ContentTypes.Out: remove it
    Out json() {
        return new Out(1);
    }

    @Endpoint(contentType = "image/png") // error: contentType must be a media type of a text, such as "text/html", got 'image/png'
    String text() {
        return "";
    }

    @Endpoint(contentType = "png") // error: contentType must be a media type of an answer, such as "image/png", got 'png'
    Media media() {
        return new Media("image/png", new byte[0]);
    }
}
