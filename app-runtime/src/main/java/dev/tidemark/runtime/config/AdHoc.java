package dev.tidemark.runtime.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the configuration of a call without a file. */
final class AdHoc {

    private AdHoc() {
    }

    static Configuration configuration(Connection from, Connection to, List<String> tables, Variables variables,
            Path folder) {
        Map<String, Connections.Entry> connections = new LinkedHashMap<>();
        connections.put(from.name(), new Connections.Entry(Optional.of(from), List.of()));
        connections.put(to.name(), new Connections.Entry(Optional.of(to), List.of()));
        List<Tree.Entry> profile = new ArrayList<>();
        profile.add(entry("source", scalar("--from", from.name())));
        profile.add(entry("sink", scalar("--to", to.name())));
        if (!tables.isEmpty()) {
            List<Tree> names = tables.stream().<Tree>map(name -> scalar("--table", name)).toList();
            profile.add(entry("tables", new Tree.Sequence(Place.of("--table"), names)));
        }
        Map<String, Tree> profiles = Map.of(name(from, to), new Tree.Mapping(Place.of("--from"), profile));
        return new Configuration(variables, folder, Optional.empty(), connections, profiles);
    }

    private static Tree.Entry entry(String key, Tree value) {
        return new Tree.Entry(scalar("", key), value);
    }

    private static Tree.Scalar scalar(String where, String text) {
        return Tree.Scalar.of(Place.of(where), text);
    }

    /** Such as {@code shop-to-warehouse-1f3a9c04}: readable, and the same whenever the ends are the same. */
    static String name(Connection from, Connection to) {
        return shortName(from) + "-to-" + shortName(to) + "-" + digest(from.address() + "\n" + to.address());
    }

    private static String shortName(Connection connection) {
        String name = switch (connection) {
            case Connection.Sqlite sqlite -> String.valueOf(sqlite.path().getFileName()).replaceFirst("\\.[^.]*$", "");
            case Connection.Postgres postgres -> postgres.config().database();
            case Connection.Supabase supabase ->
                    supabase.config().url().getHost().replaceFirst("\\.supabase\\.co$", "");
        };
        return name.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
