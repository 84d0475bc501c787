package dev.lathe.codegen.x64;

import java.util.Arrays;

/**
 * The column "Instruction" of a row of {@link X64Op}: mnemonic, operands with their roles (see
 * {@link OperandSpec}), and what happens to the condition flags, written as a last implicit operand
 * {@code <flags>} with a role of its own.
 */
final class Signature {
  final String mnemonic;
  final OperandSpec[] operands;

  /** How many of the operands are explicit. */
  final int explicitCount;

  final boolean readsFlags;
  final boolean writesFlags;

  Signature(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      mnemonic = text;
      operands = new OperandSpec[0];
      explicitCount = 0;
      readsFlags = false;
      writesFlags = false;
      return;
    }
    mnemonic = text.substring(0, space);
    OperandSpec[] parsed = new OperandSpec[8];
    int count = 0;
    int explicit = 0;
    boolean reads = false;
    boolean writes = false;
    for (int start = space + 1; start < text.length(); ) {
      int end = endOfOperand(text, start);
      if (text.startsWith("<flags>", end - 7)) {
        char role = text.charAt(start);
        reads = role != '=';
        writes = role != '<';
      } else {
        parsed[count] = new OperandSpec(text, start, end);
        if (!parsed[count].implicit) {
          explicit++;
        }
        count++;
      }
      start = end + (text.startsWith(" {", end) ? 1 : 2);
    }
    operands = Arrays.copyOf(parsed, count);
    explicitCount = explicit;
    readsFlags = reads;
    writesFlags = writes;
  }

  /** An operand ends before a comma, or before its predicate. */
  private static int endOfOperand(String text, int start) {
    int comma = text.indexOf(", ", start);
    int predicate = text.indexOf(" {", start);
    int end = comma < 0 ? text.length() : comma;
    return predicate < 0 ? end : Math.min(predicate, end);
  }
}
