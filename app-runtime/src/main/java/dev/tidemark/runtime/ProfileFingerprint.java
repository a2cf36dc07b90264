package dev.tidemark.runtime;

import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two servers understand the same by a profile. Where a database or a folder is may differ between them, and
 * so may secrets, which are not in it.
 */
final class ProfileFingerprint {

    private ProfileFingerprint() {
    }

    /** The same on every machine and in every process for profiles that do the same. */
    static String of(Profile profile) {
        List<Object> parts = List.of(profile.name(), profile.direction(), place(profile.from()), place(profile.to()),
                profile.rules().stream().map(ProfileFingerprint::text).toList(), sortedDeep(profile.types()),
                profile.orphans(), profile.schema(), profile.analyze(), profile.pageSize(), profile.batchSize(),
                profile.rejects(), profile.retry(), profile.checkpointAge(), profile.shares());
        return digest(parts.toString());
    }

    private static List<String> place(Connection connection) {
        return switch (connection) {
            case Connection.Sqlite sqlite -> List.of("sqlite", sqlite.name());
            case Connection.Postgres postgres -> List.of("postgres", postgres.name(), postgres.config().database(),
                    postgres.config().schema());
            case Connection.Supabase supabase -> List.of("supabase", supabase.name(), supabase.config().schema());
        };
    }

    private static String text(TableRule rule) {
        List<Object> parts = List.of(rule.pattern(), rule.into(), rule.key(), rule.excluded(),
                new TreeMap<>(rule.constants()), rule.where(), rule.mode(), rule.changes(),
                new TreeMap<>(rule.times()), rule.top(), rule.sinkWhere());
        return parts.toString();
    }

    /** An unmodifiable map has another order in every process. */
    private static Map<String, Map<String, String>> sortedDeep(Map<String, Map<String, String>> types) {
        Map<String, Map<String, String>> sorted = new TreeMap<>();
        types.forEach((table, columns) -> sorted.put(table, new TreeMap<>(columns)));
        return sorted;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
