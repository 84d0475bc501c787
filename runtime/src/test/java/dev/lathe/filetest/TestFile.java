package dev.lathe.filetest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of tests in the text form of the IR:
 *
 * <pre>
 * ; test run                     what is done with each function; may stand several times: run,
 *                                verify, print, opt (all passes), opt fold gvn (only these), lower,
 *                                vector (what the vectoriser makes for a register of 512 bits, after
 *                                its verdicts), vector 256
 * ; target x64+avx2              for lower and vector; may stand several times; or x64+avx512, or
 *                                x64+avx512:256 for vectors of 256 bits, x64+avx512+vpopcntdq
 * ; module                       several functions may be one case, see below
 *
 * func %f(v0: i32) -&gt; i32 {
 * ...
 * }
 * ; check: ret v0                the output has this text, after the text of the check before it
 * ; not: imul                    the output does not have this text
 * ; count: iadd == 2             the output has this text so often
 * ; error: v9 is not defined     the function is refused, with this in the message
 * ; run: f(1) == 1               every engine gives this result
 * ; throws: f(0) ArithmeticException "/ by zero"
 * ;| func ...                    the whole output; rewritten under -Dlathe.bless
 * </pre>
 *
 * <p>Directives belong to the function above them. Functions that follow a line {@code ; module}
 * without directives between are one module, and the directives below it are the module's. Other
 * comments do not look like a directive.
 */
final class TestFile {
  private static final Pattern HEADER = Pattern.compile("; (test|target) +(\\S.*)");
  private static final Pattern DIRECTIVE = Pattern.compile("; (\\w+): *(.*?) *");
  private static final Set<String> KINDS =
      Set.of("check", "not", "count", "error", "run", "throws");

  /** A line below a function: its number in the file, its kind, the rest. */
  record Directive(int line, String kind, String text) {}

  /**
   * A function with the directives below it.
   *
   * @param line the number of its first line
   * @param afterLine the number of its last line, below which an exact expectation goes
   * @param exact the whole output expected, or null
   */
  record Case(
      String name,
      int line,
      int afterLine,
      String source,
      List<Directive> directives,
      String exact) {
    List<Directive> directives(String... kinds) {
      var wanted = Set.of(kinds);
      return directives.stream().filter(directive -> wanted.contains(directive.kind)).toList();
    }
  }

  final Path path;
  final List<String> tests = new ArrayList<>();
  final List<String> targets = new ArrayList<>();
  final List<Case> cases = new ArrayList<>();
  private final List<String> lines;
  private final boolean modules;

  private TestFile(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines;
    this.modules = lines.contains("; module");
    int i = 0;
    for (; i < lines.size() && !lines.get(i).startsWith("func "); i++) {
      Matcher header = HEADER.matcher(lines.get(i));
      if (header.matches()) {
        (header.group(1).equals("test") ? tests : targets).add(header.group(2).strip());
      } else if (DIRECTIVE.matcher(lines.get(i)).matches()) {
        throw malformed(i, "a directive above all functions");
      }
    }
    while (i < lines.size()) {
      i = readCase(i);
    }
    if (tests.isEmpty() || cases.isEmpty()) {
      throw malformed(0, "a test file needs a line '; test ...' and a function");
    }
    for (Case test : cases) {
      if (!tests.contains("run") && !test.directives("run", "throws").isEmpty()) {
        throw malformed(test.line() - 1, "results are compared under '; test run' alone");
      }
    }
  }

  static TestFile read(Path path) {
    try {
      return new TestFile(path, Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All test files, in order of their names. */
  static List<TestFile> readAll() {
    Path root = Path.of("src/test/filetests");
    try (var paths = Files.walk(Files.exists(root) ? root : Path.of("runtime").resolve(root))) {
      return paths.filter(p -> p.toString().endsWith(".lir")).sorted().map(TestFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the case that begins at index {@code start}; returns the index of the next one. */
  private int readCase(int start) {
    int end = endOfFunction(start);
    while (modules && directlyFollowing(end) > 0) {
      end = endOfFunction(directlyFollowing(end));
    }
    var directives = new ArrayList<Directive>();
    StringBuilder exact = null;
    int i = end + 1;
    for (; i < lines.size() && !lines.get(i).startsWith("func "); i++) {
      String line = lines.get(i);
      Matcher directive = DIRECTIVE.matcher(line);
      if (line.startsWith(";|")) {
        exact = exact == null ? new StringBuilder() : exact;
        exact.append(line.length() > 3 ? line.substring(3) : "").append('\n');
      } else if (directive.matches()) {
        if (!KINDS.contains(directive.group(1))) {
          throw malformed(i, "unknown directive " + directive.group(1));
        }
        directives.add(new Directive(i + 1, directive.group(1), directive.group(2)));
      } else if (!line.isBlank() && !line.startsWith(";")) {
        throw malformed(i, "neither a function nor a comment");
      }
    }
    String head = lines.get(start);
    String name =
        head.substring(head.indexOf('%') + 1, Math.max(head.indexOf('('), head.indexOf('%') + 1));
    String source = String.join("\n", lines.subList(start, end + 1)) + "\n";
    String text = exact == null ? null : exact.toString();
    cases.add(new Case(name, start + 1, end + 1, source, directives, text));
    return i;
  }

  private int endOfFunction(int start) {
    int end = start;
    while (end < lines.size() && !lines.get(end).equals("}")) {
      end++;
    }
    if (end == lines.size()) {
      throw malformed(start, "the function does not end with a line '}'");
    }
    return end;
  }

  /** The line of the function that follows the one that ends at {@code end}, or -1. */
  private int directlyFollowing(int end) {
    int i = end + 1;
    while (i < lines.size() && (lines.get(i).isBlank() || isComment(lines.get(i)))) {
      i++;
    }
    return i < lines.size() && lines.get(i).startsWith("func ") ? i : -1;
  }

  private static boolean isComment(String line) {
    return line.startsWith(";") && !line.startsWith(";|") && !DIRECTIVE.matcher(line).matches();
  }

  private IllegalArgumentException malformed(int index, String message) {
    return new IllegalArgumentException(path + ":" + (index + 1) + ": " + message);
  }

  /** Replaces the exact expectation of the case with this name in the file on disk. */
  static void bless(Path path, String name, String output) {
    TestFile file = read(path);
    Case blessed = file.cases.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
    var lines = new ArrayList<>(file.lines.subList(0, blessed.afterLine));
    output.lines().forEach(line -> lines.add(line.isEmpty() ? ";|" : ";| " + line));
    int rest = blessed.afterLine;
    for (; rest < file.lines.size() && !file.lines.get(rest).startsWith("func "); rest++) {
      if (!file.lines.get(rest).startsWith(";|")) {
        lines.add(file.lines.get(rest));
      }
    }
    lines.addAll(file.lines.subList(rest, file.lines.size()));
    try {
      Files.write(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
