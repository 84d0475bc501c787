import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import com.google.common.hash.Hashing;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Checks or fixes the format of all Java files of the project: google-java-format, but for regions
 * between {@code // format:off} and {@code // format:on}. {@code mvn verify} runs it with {@code
 * check}; {@code mvn -q -N verify -Dformat=fix} with {@code fix}. Files once found well formatted
 * are remembered by their hash in {@code target/format}.
 */
class Format {
  private static final Path REMEMBERED = Path.of("target", "format", "formatted.txt");

  private final Formatter formatter = new Formatter();
  private final boolean fix;
  private final Set<String> remembered = ConcurrentHashMap.newKeySet();
  private final Set<String> formatted = ConcurrentHashMap.newKeySet();
  private final Set<Path> wrong = ConcurrentHashMap.newKeySet();

  private Format(boolean fix) throws IOException {
    this.fix = fix;
    if (Files.exists(REMEMBERED)) {
      remembered.addAll(Files.readAllLines(REMEMBERED));
    }
  }

  public static void main(String[] args) throws IOException {
    var format = new Format(args[0].equals("fix"));
    List<Path> files;
    try (Stream<Path> tree = Files.walk(Path.of("."))) {
      files = tree.map(Path::normalize).filter(Format::isSource).toList();
    }
    files.parallelStream().forEach(format::handle);
    Files.createDirectories(REMEMBERED.getParent());
    Files.write(REMEMBERED, format.formatted.stream().sorted().toList());
    if (format.fix) {
      format.wrong.forEach(path -> System.out.println("formatted " + path));
    } else if (!format.wrong.isEmpty()) {
      System.err.println("Not formatted:");
      format.wrong.stream().sorted().forEach(path -> System.err.println("  " + path));
      System.err.println("Run: mvn -q -N verify -Dformat=fix");
      System.exit(1);
    }
  }

  /** Java sources; not what a build made of them, nor what a test expects of a generator. */
  private static boolean isSource(Path path) {
    String name = "/" + path.toString().replace('\\', '/');
    boolean source =
        name.contains("/src/main/java/")
            || name.contains("/src/test/java/")
            || name.contains("/src/testFixtures/java/");
    return name.endsWith(".java")
        && (source && !name.contains("/target/") || name.startsWith("/.mvn/"));
  }

  private void handle(Path path) {
    try {
      String source = Files.readString(path);
      String hash = hash(source);
      if (!remembered.contains(hash)) {
        String result = format(source);
        if (!result.equals(source)) {
          wrong.add(path);
          if (!fix) {
            return;
          }
          Files.writeString(path, result);
          hash = hash(result);
        }
      }
      formatted.add(hash);
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(path + ": " + e.getMessage(), e);
    }
  }

  private static String hash(String source) {
    String version = String.valueOf(Formatter.class.getProtectionDomain().getCodeSource());
    return Hashing.sha256().hashString(version + source, StandardCharsets.UTF_8).toString();
  }

  private String format(String source) throws FormatterException {
    if (!source.contains("// format:off")) {
      return formatter.formatSourceAndFixImports(source);
    }
    String result = RemoveUnusedImports.removeUnusedImports(source);
    result = ImportOrderer.reorderImports(result, JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(result, formattedRanges(result).asRanges());
  }

  /** The characters outside of {@code format:off} regions. */
  private static RangeSet<Integer> formattedRanges(String source) {
    RangeSet<Integer> ranges = TreeRangeSet.create();
    int start = 0;
    while (true) {
      int off = source.indexOf("// format:off", start);
      if (off < 0) {
        ranges.add(Range.closedOpen(start, source.length()));
        return ranges;
      }
      ranges.add(Range.closedOpen(start, source.lastIndexOf('\n', off) + 1));
      int on = source.indexOf("// format:on", off);
      if (on < 0) {
        return ranges;
      }
      start = source.indexOf('\n', on) + 1;
    }
  }
}
