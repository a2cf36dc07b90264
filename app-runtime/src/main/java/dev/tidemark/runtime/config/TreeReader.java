package dev.tidemark.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 into a {@link Tree}. Placeholders are filled in value by value, so that no value can change the structure. */
final class TreeReader {
    /** Far more than a person writes; stops aliases that refer to each other for ever. */
    private static final int DEEPEST = 50;

    private final String where;
    private final Placeholders placeholders;

    /**
     * @param where the name of the file, for messages
     */
    TreeReader(String where, Placeholders placeholders) {
        this.where = where;
        this.placeholders = placeholders;
    }

    /**
     * @return the document; empty if there is nothing in it
     * @throws ConfigurationException if it is not YAML
     */
    Optional<Tree> read(String yaml) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(where).setUseMarks(true).build();
            return new Compose(settings).composeString(yaml).map(node -> tree(node, 0));
        } catch (MarkedYamlEngineException e) {
            // The exception's own message quotes the file, and with it what may be a secret.
            String message = "not YAML: " + e.getProblem();
            throw new ConfigurationException(List.of(place(e.getProblemMark()).problem(message)));
        } catch (YamlEngineException e) {
            throw ConfigurationException.of(where, "not YAML: " + e.getClass().getSimpleName());
        }
    }

    private Tree tree(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEEPEST) {
            throw new ConfigurationException(List.of(place.problem("nested too deeply")));
        }
        return switch (node) {
            case MappingNode mapping -> new Tree.Mapping(place, entries(mapping, depth + 1));
            case SequenceNode sequence ->
                    new Tree.Sequence(place, sequence.getValue().stream().map(item -> tree(item, depth + 1)).toList());
            case ScalarNode scalar -> scalar(place, scalar);
            default -> throw new ConfigurationException(List.of(place.problem("an anchor without a value")));
        };
    }

    private List<Tree.Entry> entries(MappingNode mapping, int depth) {
        List<Tree.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigurationException(List.of(place.problem("a key is a word")));
            }
            entries.add(new Tree.Entry(Tree.Scalar.of(place, key.getValue()), tree(tuple.getValueNode(), depth)));
        }
        return entries;
    }

    private Tree.Scalar scalar(Place place, ScalarNode node) {
        Placeholders.Filled filled = placeholders.fill(node.getValue());
        Tree.Style style = node.isPlain() ? Tree.Style.PLAIN : Tree.Style.QUOTED;
        return new Tree.Scalar(place, node.getValue(), filled.text(), style, filled.unset());
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(where, at.getLine() + 1, at.getColumn() + 1)).orElseGet(() -> Place.of(where));
    }
}
