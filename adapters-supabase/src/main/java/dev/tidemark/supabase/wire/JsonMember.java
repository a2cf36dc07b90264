package dev.tidemark.supabase.wire;

/**
 * A member of a row that is written: which cell it comes from, and what the column keeps of it.
 *
 * @param from the index of the cell in the batch
 * @param name the column's name
 * @param declaredType its type, for messages
 * @param form its form
 * @param length the most characters; {@link #UNLIMITED} for any number
 * @param padded whether the column pads with blanks, and so loses those at the end
 */
public record JsonMember(int from, String name, String declaredType, JsonForm form, int length, boolean padded) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Whether the column would cut the text, or forget blanks at its end that are not just its padding. */
    boolean changes(byte[] bytes, int offset, int bytesLong) {
        if (length == UNLIMITED && !padded) {
            return false;
        }
        int characters = bytesLong <= length && !padded ? bytesLong : characters(bytes, offset, bytesLong);
        boolean blankAtEnd = bytesLong > 0 && bytes[offset + bytesLong - 1] == ' ';
        return characters > length || padded && blankAtEnd && characters < length;
    }

    private static int characters(byte[] utf8, int offset, int length) {
        int characters = 0;
        for (int at = offset; at < offset + length; at++) {
            if ((utf8[at] & 0xc0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }
}
