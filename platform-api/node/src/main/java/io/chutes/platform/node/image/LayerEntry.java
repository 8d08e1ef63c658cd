package io.chutes.platform.node.image;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** An entry of a layer's archive, by the name that it has there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LayerEntry.Folder.class, name = "folder"),
    @JsonSubTypes.Type(value = LayerEntry.Plain.class, name = "file"),
    @JsonSubTypes.Type(value = LayerEntry.SymbolicLink.class, name = "symbolicLink"),
    @JsonSubTypes.Type(value = LayerEntry.HardLink.class, name = "hardLink")
})
sealed interface LayerEntry {
    String name();

    record Folder(String name, int mode) implements LayerEntry {}

    /**
     * A file.
     *
     * @param content the name that it has among the layer's files
     */
    record Plain(String name, String content, long size, Instant changed) implements LayerEntry {}

    record SymbolicLink(String name, String target) implements LayerEntry {}

    /**
     * Another name of a file.
     *
     * @param target an entry before it, of this layer or of one below
     */
    record HardLink(String name, String target) implements LayerEntry {}
}
