package dev.lathe.codegen.x64;

/**
 * The column "Opcode" of a row of {@link X64Op}, parsed: which bytes the instruction has. Reads and
 * prints the manual's notation (SDM 2A, 3.1.1.1–3.1.1.2), of which these are examples:
 *
 * <pre>
 * REX.W + 81 /0 id            F3 REX.W 0F B8 /r           0F 01 D0
 * VEX.256.66.0F38.W0 B8 /r    VEX.LIG.F2.0F.WIG C2 /r ib  EVEX.512.66.0F.W1 58 /r
 * </pre>
 *
 * One addition: the operand-size prefix 66 of 16-bit rows, which the manual leaves to the reader,
 * is written out.
 */
final class Encoding {
  static final int LEGACY = 0;
  static final int VEX = 1;
  static final int EVEX = 2;

  /** {@link #modRm}: no ModRM byte; the register operand is in ModRM.reg. */
  static final int NONE = -1;

  static final int REGISTER = -2;

  private static final String[] SPACES = {"", "VEX.", "EVEX."};
  private static final String[] LENGTHS = {"LZ", "LIG", "LLIG", "L0", "L1", "128", "256", "512"};
  private static final int[] LENGTH_BITS = {0, 0, 0, 0, 1, 0, 1, 2};
  private static final String[] PREFIXES = {"", "66", "F3", "F2"};
  private static final int[] PREFIX_BYTES = {0, 0x66, 0xf3, 0xf2};
  private static final String[] MAPS = {"", "0F", "0F38", "0F3A"};
  private static final String[] WIDTHS = {"W0", "W1", "WIG"};
  private static final String[] IMMEDIATES = {"ib", "iw", "id", "io", "cb", "cd", "/is4"};
  private static final int[] IMMEDIATE_BYTES = {1, 2, 4, 8, 1, 4, 1};

  /** {@link #LEGACY}, {@link #VEX} or {@link #EVEX}. */
  final int space;

  /** The field pp: 0 none, 1 for 66, 2 for F3, 3 for F2. */
  final int prefix;

  /** The field mmmmm: 0 one-byte opcodes, 1 for 0F, 2 for 0F38, 3 for 0F3A. */
  final int map;

  /** REX.W, VEX.W or EVEX.W; false where it is ignored. */
  final boolean wide;

  final int opcode;

  /**
   * {@link #NONE}, {@link #REGISTER} ({@code /r}), or the opcode extension 0–7 ({@code /digit}).
   */
  final int modRm;

  /** A fixed byte after the opcode, or -1. */
  final int suffix;

  /** True if the low three bits of the opcode are a register ({@code +rd}). */
  final boolean opcodeRegister;

  /** Bytes of the immediate or of the jump displacement, 0 if there is none. */
  final int immediateBytes;

  private final int lengthName;
  private final int widthName;
  private final String registerName;
  private final int immediateName;

  Encoding(String notation) {
    Cursor in = new Cursor(notation);
    space = in.accept("EVEX.") ? EVEX : in.accept("VEX.") ? VEX : LEGACY;
    if (space == LEGACY) {
      lengthName = 0;
      prefix = in.legacyPrefix();
      wide = in.accept("REX.W + ") || in.accept("REX.W ");
      widthName = wide ? 1 : 0;
      map = in.accept("0F 38 ") ? 2 : in.accept("0F 3A ") ? 3 : in.accept("0F ") ? 1 : 0;
    } else {
      lengthName = in.oneOf(LENGTHS, ".");
      int pp = in.oneOf(PREFIXES, ".");
      prefix = pp < 0 ? 0 : pp;
      map = in.oneOf(MAPS, ".");
      widthName = in.oneOf(WIDTHS, " ");
      wide = widthName == 1;
    }
    opcode = in.hexByte();
    registerName = in.accept("+ro") ? "+ro" : in.accept("+rd") ? "+rd" : "";
    opcodeRegister = !registerName.isEmpty();
    in.accept(" ");
    int parsedModRm = NONE;
    if (in.accept("/r")) {
      parsedModRm = REGISTER;
      in.accept(" ");
    } else if (in.peek() == '/') {
      in.at++;
      parsedModRm = in.next() - '0';
      in.accept(" ");
    }
    modRm = parsedModRm;
    immediateName = in.oneOf(IMMEDIATES, "");
    immediateBytes = immediateName < 0 ? 0 : IMMEDIATE_BYTES[immediateName];
    suffix = in.peek() != 0 ? in.hexByte() : -1;
    if (in.peek() != 0 || map < 0 || lengthName < 0 || widthName < 0) {
      throw new IllegalArgumentException("opcode notation " + notation);
    }
  }

  /** VEX.L or EVEX.L'L: 0 for 128 bits and scalars, 1 for 256, 2 for 512. */
  int vectorLength() {
    return LENGTH_BITS[lengthName];
  }

  /** The byte of the mandatory prefix, or 0. */
  int prefixByte() {
    return PREFIX_BYTES[prefix];
  }

  /** The manual's notation. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(32);
    if (space == LEGACY) {
      if (prefix != 0) {
        out.append(PREFIXES[prefix]).append(' ');
      }
      if (wide) {
        out.append(prefix == 0 ? "REX.W + " : "REX.W ");
      }
      if (map != 0) {
        out.append("0F ").append(map == 2 ? "38 " : map == 3 ? "3A " : "");
      }
    } else {
      out.append(SPACES[space]).append(LENGTHS[lengthName]).append('.');
      if (prefix != 0) {
        out.append(PREFIXES[prefix]).append('.');
      }
      out.append(MAPS[map]).append('.').append(WIDTHS[widthName]).append(' ');
    }
    appendHex(out, opcode);
    out.append(registerName);
    if (modRm == REGISTER) {
      out.append(" /r");
    } else if (modRm >= 0) {
      out.append(" /").append(modRm);
    }
    if (immediateName >= 0) {
      out.append(' ').append(IMMEDIATES[immediateName]);
    }
    if (suffix >= 0) {
      out.append(' ');
      appendHex(out, suffix);
    }
    return out.toString();
  }

  private static void appendHex(StringBuilder out, int value) {
    out.append("0123456789ABCDEF".charAt(value >> 4)).append("0123456789ABCDEF".charAt(value & 15));
  }

  /** A position in the notation. */
  private static final class Cursor {
    final String text;
    int at;

    Cursor(String text) {
      this.text = text;
    }

    char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    char next() {
      char next = peek();
      at++;
      return next;
    }

    boolean accept(String word) {
      if (!text.startsWith(word, at)) {
        return false;
      }
      at += word.length();
      return true;
    }

    /** The non-empty word of {@code words} that stands here with {@code end} after it, or -1. */
    int oneOf(String[] words, String end) {
      for (int i = 0; i < words.length; i++) {
        int length = words[i].length();
        if (length > 0 && text.startsWith(words[i], at) && text.startsWith(end, at + length)) {
          at += length + end.length();
          return i;
        }
      }
      return -1;
    }

    /** A mandatory prefix, told from an opcode of the same value by what follows it. */
    int legacyPrefix() {
      if (at + 3 < text.length() && text.charAt(at + 2) == ' ' && text.charAt(at + 3) != '/') {
        return Math.max(0, oneOf(PREFIXES, " "));
      }
      return 0;
    }

    int hexByte() {
      int high = Character.digit(next(), 16);
      int low = Character.digit(next(), 16);
      if ((high | low) < 0) {
        throw new IllegalArgumentException("opcode notation " + text);
      }
      return high << 4 | low;
    }
  }
}
