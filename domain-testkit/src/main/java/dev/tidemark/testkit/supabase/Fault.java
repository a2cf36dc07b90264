package dev.tidemark.testkit.supabase;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Something that goes wrong between a client and the server. */
public sealed interface Fault {

    /** An answer in the server's stead. */
    static Answer answer(int status) {
        return new Answer(status, Map.of("content-type", "application/json"), "{}", Moment.BEFORE);
    }

    /** An error as PostgREST writes it. */
    static Answer error(int status, String code, String message) {
        return answer(status).withBody("application/json",
                "{\"code\":\"%s\",\"details\":null,\"hint\":null,\"message\":\"%s\"}".formatted(code, message));
    }

    /** A page for people, as a proxy gives it. */
    static Answer html(int status) {
        return answer(status).withBody("text/html",
                "<html><head><title>" + status + "</title></head><body><h1>Trouble</h1></body></html>");
    }

    /** The request takes so much longer. */
    static Fault delay(Duration duration) {
        return new Delay(duration);
    }

    /** Something happens before the server gets the request, which then goes its way. */
    static Fault meanwhile(Runnable action) {
        return new Meanwhile(action);
    }

    /**
     * An answer in the server's stead.
     *
     * @param headers their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body, Moment moment) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public Answer withHeader(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name.toLowerCase(Locale.ROOT), value);
            return new Answer(status, more, body, moment);
        }

        public Answer withBody(String type, String text) {
            return new Answer(status, headers, text, moment).withHeader("content-type", type);
        }

        /** The server gets the request and does it; only its answer is another. */
        public Answer afterCommit() {
            return new Answer(status, headers, body, Moment.AFTER);
        }
    }

    /** Whether the server has done what it was asked. */
    enum Moment {
        BEFORE, AFTER
    }

    /** See {@link Fault#delay}. */
    record Delay(Duration duration) implements Fault {
    }

    /** See {@link Fault#meanwhile}. */
    record Meanwhile(Runnable action) implements Fault {
    }

    /** The connection fails. */
    enum Broken implements Fault {
        /** It is reset before the server got anything. */
        RESET,
        /** It is reset when the server has done the request: the client cannot know. */
        RESET_AFTER_COMMIT,
        /** It ends in the middle of the answer's body, or before an answer that has none. */
        CUT,
        /** Nothing ever comes. */
        HANG
    }
}
