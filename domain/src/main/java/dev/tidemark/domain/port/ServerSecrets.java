package dev.tidemark.domain.port;

/** Secrets that all servers of one state share, such as the key that signs their cursors. Thread-safe. */
public interface ServerSecrets {

    /**
     * The secret of this name.
     *
     * @param offered becomes the secret if there is none yet; of several that are offered at once, one does
     * @return what all servers get from here on
     */
    String keep(String name, String offered);
}
