package dev.tidemark.postgres.wire;

/**
 * A field of a row that is written: which cell it comes from, and what the column keeps of it.
 *
 * @param from the index of the cell in the batch
 * @param name the column's name, for messages
 * @param declaredType its type with modifiers, for messages
 * @param wire its form
 * @param typmod the type modifier of numeric; -1 for none
 * @param length the most characters; {@link #UNLIMITED} for any number
 * @param padded whether the column pads with blanks, and so loses those at the end
 * @param micros the finest step of a time in microseconds
 */
public record WireColumn(int from, String name, String declaredType, WireType wire, int typmod, int length,
        boolean padded,
        long micros) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Whether the column keeps this time to its last digit; dividing costs more than all else, and is rarely needed. */
    boolean keeps(long time) {
        return micros == 1 || time % micros == 0;
    }

    /** Whether the column would cut the text, or forget blanks at its end that are not just its padding. */
    boolean tooLong(byte[] bytes, int offset, int bytesLong) {
        if (length == UNLIMITED) {
            return false;
        }
        int characters = bytesLong <= length && !padded ? bytesLong : Utf8.characters(bytes, offset, bytesLong);
        boolean blankAtEnd = bytesLong > 0 && bytes[offset + bytesLong - 1] == ' ';
        return characters > length || padded && blankAtEnd && characters < length;
    }
}
