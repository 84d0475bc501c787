package dev.lathe.samples.registers;

import dev.lathe.samples.registers.Instruction.Branch;
import dev.lathe.samples.registers.Instruction.Compute;
import dev.lathe.samples.registers.Instruction.Copy;
import dev.lathe.samples.registers.Instruction.Jump;
import dev.lathe.samples.registers.Instruction.Operand;
import dev.lathe.samples.registers.Instruction.Operator;
import dev.lathe.samples.registers.Instruction.Relation;
import dev.lathe.samples.registers.Instruction.Return;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program: registers hold 64-bit integers, the first ones are the parameters, all others start at
 * 0.
 *
 * <pre>
 * function isqrt n            # the name, then the parameters
 *   x = n                     # a register or a number
 *   y = 1
 * again:                      # a label
 *   if x &lt;= y goto done       # == != &lt; &lt;= &gt; &gt;=
 *   x = x + y                 # + - * / % &amp; | ^ &lt;&lt; &gt;&gt; &gt;&gt;&gt;, as in Java
 *   x = x / 2
 *   y = n / x
 *   goto again
 * done:
 *   return x
 * </pre>
 *
 * @param parameters how many of the registers are parameters
 * @param registers their names
 */
record Program(String name, int parameters, List<String> registers, List<Instruction> code) {
  /**
   * Reads the text of a program.
   *
   * @throws SyntaxException if it is none
   */
  static Program parse(String text) {
    return new Reader(text).program();
  }

  /** The text is no program; the message names the line. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private static final class Reader {
    private final String[] lines;
    private final LinkedHashMap<String, Integer> registers = new LinkedHashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Instruction> code = new ArrayList<>();
    private int line;

    Reader(String text) {
      lines = text.split("\n");
    }

    Program program() {
      findLabels();
      String name = null;
      int parameters = 0;
      for (line = 1; line <= lines.length; line++) {
        String[] words = words();
        if (words.length == 0 || words[0].endsWith(":")) {
          continue;
        }
        if (name == null) {
          if (!words[0].equals("function") || words.length < 2) {
            throw error("a program begins with: function name parameters…");
          }
          name = words[1];
          for (int i = 2; i < words.length; i++) {
            register(words[i]);
          }
          parameters = registers.size();
          continue;
        }
        code.add(instruction(words));
      }
      if (code.isEmpty() || !(code.getLast() instanceof Return || code.getLast() instanceof Jump)) {
        throw error("a program ends with return or goto");
      }
      return new Program(name, parameters, List.copyOf(registers.keySet()), List.copyOf(code));
    }

    /** Labels may be used before they are defined. */
    private void findLabels() {
      int index = -1; // the first line that is no label is the head
      for (line = 1; line <= lines.length; line++) {
        String[] words = words();
        if (words.length == 1 && words[0].endsWith(":")) {
          String label = words[0].substring(0, words[0].length() - 1);
          if (labels.put(label, index) != null) {
            throw error("label " + label + " is defined twice");
          }
        } else if (words.length > 0) {
          index++;
        }
      }
      for (Map.Entry<String, Integer> label : labels.entrySet()) {
        if (label.getValue() < 0 || label.getValue() >= index) {
          throw error("no instruction follows label " + label.getKey());
        }
      }
    }

    private Instruction instruction(String[] words) {
      if (words[0].equals("return") && words.length == 2) {
        return new Return(line, operand(words[1]));
      }
      if (words[0].equals("goto") && words.length == 2) {
        return new Jump(line, target(words[1]));
      }
      if (words[0].equals("if") && words.length == 6 && words[4].equals("goto")) {
        for (Relation relation : Relation.values()) {
          if (relation.text.equals(words[2])) {
            Operand left = operand(words[1]);
            return new Branch(line, relation, left, operand(words[3]), target(words[5]));
          }
        }
        throw error(words[2] + " is no relation; there are == != < <= > >=");
      }
      if (words.length == 3 && words[1].equals("=")) {
        Operand from = operand(words[2]);
        return new Copy(line, register(words[0]), from);
      }
      if (words.length == 5 && words[1].equals("=")) {
        for (Operator operator : Operator.values()) {
          if (operator.text.equals(words[3])) {
            Operand left = operand(words[2]);
            Operand right = operand(words[4]);
            return new Compute(line, register(words[0]), operator, left, right);
          }
        }
        throw error(words[3] + " is no operator; there are + - * / % & | ^ << >> >>>");
      }
      throw error("expected an assignment, if … goto, goto or return");
    }

    private Operand operand(String word) {
      if (Character.isDigit(word.charAt(0)) || word.length() > 1 && word.charAt(0) == '-') {
        try {
          return new Operand(false, Long.decode(word));
        } catch (NumberFormatException e) {
          throw error(word + " is no number of 64 bits");
        }
      }
      return new Operand(true, register(word));
    }

    private int register(String name) {
      if (!Character.isJavaIdentifierStart(name.charAt(0))) {
        throw error(name + " is no name of a register");
      }
      Integer number = registers.putIfAbsent(name, registers.size());
      return number == null ? registers.size() - 1 : number;
    }

    private int target(String label) {
      Integer index = labels.get(label);
      if (index == null) {
        throw error("there is no label " + label + "; there are " + labels.keySet());
      }
      return index;
    }

    private String[] words() {
      String text = lines[line - 1];
      int comment = text.indexOf('#');
      text = (comment < 0 ? text : text.substring(0, comment)).strip();
      return text.isEmpty() ? new String[0] : text.split("\\s+");
    }

    private SyntaxException error(String message) {
      return new SyntaxException(Math.min(line, lines.length), message);
    }
  }
}
