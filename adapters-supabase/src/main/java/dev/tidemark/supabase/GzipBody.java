package dev.tidemark.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A body that was compressed on its way, or that is empty in spite of what its header says. */
final class GzipBody extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream zipped;
    private @Nullable InputStream plain;

    GzipBody(InputStream zipped) {
        this.zipped = zipped;
    }

    @Override
    public int read() throws IOException {
        return plain().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return plain().read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        zipped.close();
    }

    private InputStream plain() throws IOException {
        InputStream opened = plain;
        if (opened == null) {
            PushbackInputStream ahead = new PushbackInputStream(zipped);
            int first = ahead.read();
            if (first < 0) {
                opened = InputStream.nullInputStream();
            } else {
                ahead.unread(first);
                opened = new GZIPInputStream(ahead, BUFFER_BYTES);
            }
            plain = opened;
        }
        return opened;
    }
}
