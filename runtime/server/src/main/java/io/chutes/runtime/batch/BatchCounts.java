package io.chutes.runtime.batch;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the batches of one endpoint were like until now.
 *
 * @param batches how many were released, by why; every reason is there
 * @param calls how many calls were in them together
 */
public record BatchCounts(Map<Release, Long> batches, long calls) {
    public BatchCounts {
        batches = Map.copyOf(batches);
    }

    static BatchCounts none() {
        Map<Release, Long> none = new EnumMap<>(Release.class);
        for (Release release : Release.values()) {
            none.put(release, 0L);
        }
        return new BatchCounts(none, 0);
    }

    BatchCounts plus(Release release, int size) {
        Map<Release, Long> more = new EnumMap<>(batches);
        more.merge(release, 1L, Long::sum);
        return new BatchCounts(more, calls + size);
    }
}
