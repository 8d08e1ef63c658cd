package io.chutes.platform.server.placement;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All nodes at a moment; it never changes. */
public final class Cluster {
    private final Node[] nodes;
    private final Map<String, Integer> places;

    /**
     * That of these nodes.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public Cluster(List<Node> nodes) {
        this(nodes.toArray(Node[]::new), new HashMap<>());
        for (Node node : nodes) {
            if (places.put(node.name(), places.size()) != null) {
                throw new IllegalArgumentException("Two nodes are named " + node.name());
            }
        }
    }

    private Cluster(Node[] nodes, Map<String, Integer> places) {
        this.nodes = nodes;
        this.places = places;
    }

    public List<Node> nodes() {
        return Collections.unmodifiableList(Arrays.asList(nodes));
    }

    /**
     * The same with an instance of a chute more where it was placed.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public Cluster with(long chuteId, Placement.On given) {
        Integer place = places.get(given.node());
        if (place == null) {
            throw new IllegalArgumentException("There is no node " + given.node());
        }
        Node[] changed = nodes.clone();
        changed[place] = nodes[place].with(chuteId, given);
        return new Cluster(changed, places);
    }
}
