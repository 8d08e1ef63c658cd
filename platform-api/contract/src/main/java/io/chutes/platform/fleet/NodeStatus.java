package io.chutes.platform.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can be said of a node. */
public enum NodeStatus {
    /** It has joined, and not reported yet. */
    @JsonProperty("joined")
    JOINED,
    /** It reports, and takes instances. */
    @JsonProperty("ready")
    READY,
    /** It gets no instances any more; those it has are moved. */
    @JsonProperty("draining")
    DRAINING,
    /** It gets no instances any more, and has none. */
    @JsonProperty("drained")
    DRAINED,
    /** It has been silent for a while, and gets no instances until it is heard of. */
    @JsonProperty("suspect")
    SUSPECT,
    /** It has been silent for so long that its instances are replaced. */
    @JsonProperty("lost")
    LOST
}
