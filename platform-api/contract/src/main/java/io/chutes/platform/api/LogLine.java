package io.chutes.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A line that an instance wrote.
 *
 * @param id its place among the lines of its chute; following goes on after it by {@code Last-Event-ID}
 * @param instance the instance
 * @param at when its node read it
 * @param line the line, if it is a JSON object as the runtime's are, else <code>{"text": "…"}</code>
 */
public record LogLine(String id, String instance, Instant at, JsonNode line) {}
