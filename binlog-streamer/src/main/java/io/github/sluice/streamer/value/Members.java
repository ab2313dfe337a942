package io.github.sluice.streamer.value;

import java.util.List;

/** Cells of ENUM and SET: a number of one to eight bytes, lowest first, told as the members' names. */
final class Members {
    private Members() {}

    /** ENUM: the member's number from 1 on; 0 is the empty text that stands for a refused value. */
    static Cell enumeration(int bytes, List<String> members) {
        String[] names = members.toArray(String[]::new);
        return in -> {
            int index = (int) in.unsigned(bytes);
            if (index == 0) {
                return "";
            }
            if (index > names.length) {
                throw new UndecodableException("an ENUM member that the table's definition does not have");
            }
            return names[index - 1];
        };
    }

    /** SET: a bit for each member, the first one lowest. */
    static Cell set(int bytes, List<String> members) {
        String[] names = members.toArray(String[]::new);
        return in -> {
            long bits = in.unsigned(bytes);
            if (bits == 0) {
                return "";
            }
            if (Long.SIZE - Long.numberOfLeadingZeros(bits) > names.length) {
                throw new UndecodableException("a SET member that the table's definition does not have");
            }
            StringBuilder text = new StringBuilder();
            for (long rest = bits; rest != 0; rest &= rest - 1) {
                if (text.length() > 0) {
                    text.append(',');
                }
                text.append(names[Long.numberOfTrailingZeros(rest)]);
            }
            return text.toString();
        };
    }
}
