package io.chutes.cli.profile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration file holds.
 *
 * @param current the name of the profile in use, null for none
 * @param profiles all, by name
 */
record Configuration(@Nullable String current, SortedMap<String, Profile> profiles) {
    static final Configuration EMPTY = new Configuration(null, new TreeMap<>());

    Configuration {
        profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
    }

    Configuration with(String name, Profile profile) {
        SortedMap<String, Profile> all = new TreeMap<>(profiles);
        all.put(name, profile);
        return new Configuration(name, all);
    }

    Configuration without(String name) {
        SortedMap<String, Profile> all = new TreeMap<>(profiles);
        all.remove(name);
        return new Configuration(name.equals(current) ? null : current, all);
    }

    Configuration using(String name) {
        return new Configuration(name, profiles);
    }

    String names() {
        return profiles.isEmpty() ? "there are none" : "there are " + String.join(", ", profiles.keySet());
    }
}
