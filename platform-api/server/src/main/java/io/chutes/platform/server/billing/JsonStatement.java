package io.chutes.platform.server.billing;

import com.fasterxml.jackson.core.JsonGenerator;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Statement.Line;
import io.chutes.platform.api.UsageGap;
import java.io.IOException;
import java.io.OutputStream;
import java.time.YearMonth;
import java.util.List;

/** A statement as the JSON of {@link io.chutes.platform.api.Statement}, written line by line. */
final class JsonStatement implements Statements.Target {
    private final JsonGenerator json;
    private final String account;
    private final Book book;
    private final YearMonth month;

    JsonStatement(OutputStream out, String account, Book book, YearMonth month) throws IOException {
        this.json = PlatformJson.mapper().createGenerator(out);
        this.account = account;
        this.book = book;
        this.month = month;
    }

    @Override
    public void open(Money opening) throws IOException {
        json.writeStartObject();
        json.writeStringField("account", account);
        json.writeStringField("book", book.word());
        json.writeStringField("month", month.toString());
        json.writeStringField("opening", opening.toString());
        json.writeArrayFieldStart("lines");
    }

    @Override
    public void line(Line line) throws IOException {
        json.writePOJO(line);
    }

    @Override
    public void close(Money closing, List<UsageGap> gaps) throws IOException {
        json.writeEndArray();
        json.writeStringField("closing", closing.toString());
        json.writePOJOField("gaps", gaps);
        json.writeEndObject();
        json.flush();
    }
}
