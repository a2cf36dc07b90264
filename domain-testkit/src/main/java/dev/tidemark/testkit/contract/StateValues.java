package dev.tidemark.testkit.contract;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.stream.Stream;

/** What a state store is asked to keep: values of every kind, under names that are hard to keep apart. */
final class StateValues {
    private StateValues() {
    }

    /** Every edge value of every type but NULL. */
    static List<Value> present() {
        Stream<Value> shared = EdgeValues.types().flatMap(type -> EdgeValues.of(type).stream())
                .filter(value -> !(value instanceof Value.Null));
        return Stream.concat(shared, Stream.of(new Value.Native(ValueType.ofNative("inet"), "10.0.0.1/8"))).toList();
    }

    /** Scopes that differ in one thing each. */
    static List<Scope> scopes() {
        return List.of(new Scope("shop", "push", "orders"), new Scope("shop", "pull", "orders"),
                new Scope("shop", "push", "Orders"), new Scope("Shop", "push", "orders"),
                new Scope("shop", "push", "orders "), new Scope("shop", "push", ""), new Scope("", "push", "shop"),
                new Scope("shop", "push", "größe \"1\""), new Scope("shop", "push", "gro\u0308ße \"1\""),
                new Scope("shop", "push", "it's; drop table orphan --"), new Scope("shop", "push", "%"),
                new Scope("shop", "push", ":profile ? ${x} \\"), new Scope("shop", "push", "表\uD83D\uDE00"),
                new Scope("shop' or '1'='1", "push", "orders"), new Scope("sho", "ppush", "orders"));
    }
}
