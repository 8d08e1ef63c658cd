package io.chutes.template.embedding;

import io.chutes.template.embedding.EmbeddingCall.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sequences that are to run next, in the order they came; each stays until it is over. */
final class SequencePool {
    private final List<Place> places = new ArrayList<>();

    void add(Place place) {
        places.add(place);
    }

    void removeThoseOver() {
        places.removeIf(Place::isOver);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    long tokens() {
        return places.stream().mapToLong(Place::length).sum();
    }

    /** The first one and those nearest to it in length, as many as have so many tokens, padding counted; none only of an empty pool. */
    List<Place> batch(int mostTokens) {
        if (places.isEmpty()) {
            return List.of();
        }
        int length = places.getFirst().length();
        List<Place> nearest = new ArrayList<>(places);
        nearest.sort(Comparator.comparingInt(place -> Math.abs(place.length() - length)));
        int longest = 0;
        int count = 0;
        for (Place place : nearest) {
            longest = Math.max(longest, place.length());
            if ((long) longest * (count + 1) > mostTokens) {
                break;
            }
            count++;
        }
        return nearest.subList(0, Math.max(1, count));
    }

    void fail(Throwable why) {
        places.forEach(place -> place.call().fail(why));
    }
}
