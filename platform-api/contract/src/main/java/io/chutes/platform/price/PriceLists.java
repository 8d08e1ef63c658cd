package io.chutes.platform.price;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * All price lists, of which at each moment one is in force: data in {@code lists/<day>.json} beside this class, named by
 * {@code lists/index.json}. A list that has come into force is never changed; a new price is a new list.
 *
 * @param lists at least one, no two of one day; kept oldest first
 */
public record PriceLists(List<PriceList> lists) {
    public PriceLists {
        lists = lists.stream().sorted(Comparator.comparing(PriceList::asOf)).toList();
        long days = lists.stream().map(PriceList::asOf).distinct().count();
        if (lists.isEmpty() || days != lists.size()) {
            throw new IllegalArgumentException("Price lists must be of different days, and at least one; got those of "
                    + lists.stream().map(PriceList::asOf).toList());
        }
    }

    /** The lists this version ships. */
    public static PriceLists shipped() {
        return Shipped.LISTS;
    }

    /**
     * The list in force at a moment.
     *
     * @throws IllegalArgumentException if none was yet
     */
    public PriceList at(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return lists.stream()
                .filter(list -> !list.asOf().isAfter(day))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new IllegalArgumentException("No price list was in force at %s; the first is of %s"
                        .formatted(moment, lists.getFirst().asOf())));
    }

    /** The list of the latest day. */
    public PriceList newest() {
        return lists.getLast();
    }

    private static final class Shipped {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();

        private static final PriceLists LISTS =
                new PriceLists(read("index", new TypeReference<List<String>>() {}).stream()
                        .map(day -> read(day, new TypeReference<PriceList>() {}))
                        .toList());

        private static <T> T read(String name, TypeReference<T> type) {
            try (InputStream in = PriceLists.class.getResourceAsStream("lists/" + name + ".json")) {
                return MAPPER.readValue(in, type);
            } catch (IOException e) {
                throw new UncheckedIOException("Could not read the shipped price list " + name, e);
            }
        }
    }
}
