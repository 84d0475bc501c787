package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Samples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps the whole op table. The committed vectors, bytes and text side by side, hold on every
 * machine; where binutils are installed the disassembler is asked as well. {@code -Dlathe.bless}
 * writes the vectors anew, after the disassembler has agreed.
 */
class X64SweepTest {
  private static final String VECTORS = "x64-vectors.txt";
  private static final boolean BLESS = System.getProperty("lathe.bless") != null;
  private static final Pattern LINE = Pattern.compile("\\s*([0-9a-f]+):\\t(\\S+)\\s*(.*)");

  private static final Map<X64Op, List<Sample>> SAMPLES = new EnumMap<>(X64Op.class);

  static {
    for (X64Op op : X64Op.values()) {
      SAMPLES.put(op, X64Samples.of(op));
    }
  }

  @Test
  void everyRowEncodesAndPrintsAsTheCommittedVectors() throws IOException {
    var actual = new StringBuilder();
    for (X64Op op : X64Op.values()) {
      actual.append(op).append("  ").append(op.notation()).append('\n');
      for (Sample sample : SAMPLES.get(op)) {
        actual.append(sample.line()).append('\n');
      }
    }
    for (X64PackedOp op : X64Samples.packed()) {
      actual.append(op).append("  ").append(op.notation()).append('\n');
      for (Sample sample : X64Samples.of(op)) {
        actual.append(sample.line()).append('\n');
      }
    }
    if (BLESS) {
      disassemblerAgreesWithEveryRow(Files.createTempDirectory("lathe"));
      Files.writeString(
          Path.of("src/test/resources/dev/lathe/codegen/x64", VECTORS), actual.toString());
      return;
    }
    try (var in = X64SweepTest.class.getResourceAsStream(VECTORS)) {
      List<String> expected =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> lines = actual.toString().lines().toList();
      for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
        assertThat(lines.get(i))
            .as("line %d of %s; rewrite with -Dlathe.bless", i + 1, VECTORS)
            .isEqualTo(expected.get(i));
      }
      assertThat(lines).hasSameSizeAs(expected);
    }
  }

  @Test
  void disassemblerAgreesWithEveryRow(@TempDir Path directory) throws IOException {
    var samples = new ArrayList<Sample>();
    for (X64Op op : X64Op.values()) {
      samples.addAll(SAMPLES.get(op));
    }
    for (X64PackedOp op : X64Samples.packed()) {
      samples.addAll(X64Samples.of(op));
    }
    assertThat(samples).hasSizeGreaterThan(6000);
    var blob = new ByteArrayOutputStream();
    for (Sample sample : samples) {
      blob.writeBytes(sample.bytes());
    }
    Path file = Files.write(directory.resolve("code.bin"), blob.toByteArray());
    Map<Integer, String> disassembly = disassemble(file);
    if (disassembly.isEmpty() && !BLESS) {
      return; // no binutils here: the committed vectors are what is checked
    }
    var disagreements = new ArrayList<String>();
    int at = 0;
    for (Sample sample : samples) {
      String label = "0x" + Integer.toHexString(at + sample.labelOffset());
      String expected = sample.text().replace("L0", label);
      String seen = disassembly.get(at);
      if (!expected.equals(seen)) {
        disagreements.add(sample.op() + " " + sample.line() + "  but objdump says " + seen);
      }
      at += sample.bytes().length;
    }
    assertThat(disagreements).isEmpty();
    assertThat(disassembly).hasSameSizeAs(samples);
  }

  /** Text by offset, or nothing if there is no objdump. */
  private static Map<Integer, String> disassemble(Path file) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      "objdump",
                      "-D",
                      "-b",
                      "binary",
                      "-m",
                      "i386:x86-64",
                      "-M",
                      "intel",
                      "--no-show-raw-insn",
                      "-w",
                      file.toString()))
              .redirectErrorStream(true)
              .start();
    } catch (IOException absent) {
      return Map.of();
    }
    var lines = new HashMap<Integer, String>();
    try (var reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          String operands = matcher.group(3).strip();
          int comment = operands.indexOf("# ");
          if (comment > 0) { // the address that [rip+…] comes to
            String address = operands.substring(comment + 2).split(" ")[0];
            operands =
                operands
                    .substring(0, comment)
                    .strip()
                    .replaceFirst("rip\\+0x[0-9a-f]+", "rip+" + address);
          }
          lines.put(
              Integer.parseInt(matcher.group(1), 16), (matcher.group(2) + " " + operands).strip());
        }
      }
    }
    return lines;
  }
}
