package io.github.sluice.demo.data;

import java.util.Random;

/** Text that breaks careless pipelines: Chinese, emoji, control characters, quotes, backslashes. */
final class Words {
    private static final String[] PIECES = {
        "warehouse",
        "数据",
        "同步",
        "实时",
        "😀",
        "👩‍💻",
        "ß",
        "naïve",
        "Ω",
        "\t",
        "\n",
        "\r\n",
        "'",
        "\"",
        "\\",
        "\\N",
        "\\t",
        "{\"a\":1}",
        "[",
        ",",
        ";",
        "NULL",
        "null",
        "0000-00-00",
        " ",
        "  ",
        "&amp;",
        "%00",
        "𠜎",
        "é",
        "🇨🇳",
        "Ab",
        "aB"
    };

    private Words() {}

    /** Between {@code 0} and {@code mostChars} characters (of MySQL: code points). */
    static String text(Random random, int mostChars) {
        int wanted = random.nextInt(mostChars + 1);
        StringBuilder text = new StringBuilder();
        int chars = 0;
        while (chars < wanted) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            int pieceChars = piece.codePointCount(0, piece.length());
            if (chars + pieceChars > wanted) {
                piece = "x";
                pieceChars = 1;
            }
            text.append(piece);
            chars += pieceChars;
        }
        return text.toString();
    }

    /** Latin-1 text without a trailing blank. */
    static String latin1(Random random, int mostChars) {
        int chars = random.nextInt(mostChars + 1);
        StringBuilder text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            text.append((char) (random.nextInt(4) == 0 ? 0xC0 + random.nextInt(0x40) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Between {@code 0} and {@code mostBytes} arbitrary bytes. */
    static byte[] bytes(Random random, int mostBytes) {
        byte[] bytes = new byte[random.nextInt(mostBytes + 1)];
        random.nextBytes(bytes);
        return bytes;
    }
}
