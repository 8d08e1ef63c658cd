package io.chutes.runtime;

import org.jspecify.annotations.Nullable;

/** Where in a document something stands; written as a JSON Pointer (RFC 6901), which ends in … where it is too long to read. */
final class Place {
    static final Place ROOT = new Place(null, "");

    private static final int LONGEST = 1000;

    private final @Nullable Place parent;
    private final Object step;

    private Place(@Nullable Place parent, Object step) {
        this.parent = parent;
        this.step = step;
    }

    Place at(String name) {
        return new Place(this, name);
    }

    Place at(int index) {
        return new Place(this, index);
    }

    @Override
    public String toString() {
        var pointer = new StringBuilder();
        write(pointer);
        return Faults.shortened(pointer.toString(), LONGEST);
    }

    private void write(StringBuilder pointer) {
        if (parent != null) {
            parent.write(pointer);
            if (pointer.length() <= LONGEST) {
                pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
            }
        }
    }
}
