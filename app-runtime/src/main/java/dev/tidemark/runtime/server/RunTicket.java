package dev.tidemark.runtime.server;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.JsonText;
import dev.tidemark.runtime.JsonTree;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import dev.tidemark.runtime.server.Runs.Kind;

/**
 * What a run is to do, as the scheduler keeps it for whichever server has a hand free.
 *
 * @param server which took the run on
 * @param profile what it understands by the profile, to be told from what another does
 */
record RunTicket(String run, Kind kind, SyncRequest request, String server, String profile) {

    String text() {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("run", run);
            json.writeStringField("kind", kind.name());
            json.writeStringField("profile", request.profile());
            json.writeStringField("direction", request.direction().name());
            JsonText.texts(json, "tables", request.tables());
            JsonText.texts(json, "excluded", request.excluded());
            json.writeObjectFieldStart("overrides");
            for (var override : request.overrides().values().entrySet()) {
                json.writeStringField(override.getKey().name(), override.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("limit", request.limit());
            json.writeStringField("start", request.start().name());
            json.writeStringField("server", server);
            json.writeStringField("fingerprint", profile);
            json.writeEndObject();
        });
    }

    /**
     * @throws IllegalArgumentException if it is not what {@link #text} makes
     */
    static RunTicket of(String text) {
        JsonTree json = JsonTree.read(text);
        Overrides overrides = Overrides.NONE;
        for (JsonTree given : json.object("overrides").stream().toList()) {
            for (String name : given.names()) {
                overrides = overrides.with(Setting.valueOf(name), given.text(name));
            }
        }
        SyncRequest request = new SyncRequest(json.text("profile"), Direction.valueOf(json.text("direction")),
                json.texts("tables"), json.texts("excluded"), overrides, json.number("limit"),
                SyncRequest.Start.valueOf(json.text("start")));
        return new RunTicket(json.text("run"), Kind.valueOf(json.text("kind")), request, json.text("server"),
                json.text("fingerprint"));
    }
}
