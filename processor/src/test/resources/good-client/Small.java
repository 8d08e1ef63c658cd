import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class Small {
    @Chute(name = "small")
    static class Inner {
        record Note(String text) {}

        @Endpoint
        Note with(Note note) {
            return note;
        }

        @Endpoint
        String toString(Note note) {
            return note.text();
        }
    }
}
