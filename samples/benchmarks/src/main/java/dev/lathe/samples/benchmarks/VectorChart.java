package dev.lathe.samples.benchmarks;

import dev.lathe.samples.benchmarks.VectorContestants.Contestant;
import dev.lathe.samples.benchmarks.VectorTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A drawing of a table as SVG: how many times as fast as plain Java under C2 everybody is, on a
 * logarithmic scale. Lathe is the bar, its peers are marks on the same line.
 */
final class VectorChart {
  private static final List<String> COLORS =
      List.of("#2f6db5", "#888888", "#d9822b", "#3f9142", "#a83232", "#7b4fa3");
  private static final int LEFT = 190;
  private static final int WIDTH = 640;
  private static final int TOP = 58;
  private static final int HEIGHT = 20; // of a line
  private static final double LEAST = 0.5;
  private static final double MOST = 32;

  private final List<Contestant> columns;
  private final List<Row> rows;
  private final StringBuilder svg = new StringBuilder();

  VectorChart(List<Contestant> columns, List<Row> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  void write(Path file) throws IOException {
    int bottom = TOP + HEIGHT * rows.size();
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'",
        LEFT + WIDTH + 30, bottom + 12);
    add(" font-family='sans-serif' font-size='12'>\n");
    add("<rect width='100%%' height='100%%' fill='white'/>\n");
    legend();
    for (double tick = LEAST; tick <= MOST; tick *= 2) {
      String color = tick == 1 ? "#555555" : "#dddddd";
      add(
          "<line x1='%.1f' x2='%1$.1f' y1='%d' y2='%d' stroke='%s'/>\n",
          x(tick), TOP, bottom, color);
      add(
          "<text x='%.1f' y='%d' text-anchor='middle'>%s×</text>\n",
          x(tick), TOP - 5, tick < 1 ? "½" : (int) tick + "");
    }
    for (int r = 0; r < rows.size(); r++) {
      line(rows.get(r), TOP + HEIGHT * r + HEIGHT / 2);
    }
    svg.append("</svg>\n");
    Files.writeString(file, svg);
  }

  private void legend() {
    add(
        "<text x='%d' y='16'>Times as fast as plain Java under C2; to the right is"
            + " better.</text>\n",
        LEFT);
    int x = LEFT;
    for (int c = 0; c < columns.size(); c++) {
      if (c == 1) {
        continue; // the scale
      }
      mark(c, x + 5, 30);
      add("<text x='%d' y='34'>%s</text>\n", x + 15, columns.get(c).name());
      x += 105;
    }
  }

  private void line(Row row, int y) {
    add("<text x='%d' y='%d' text-anchor='end'>%s</text>\n", LEFT - 8, y + 4, row.run().title());
    for (int c = 0; c < columns.size(); c++) {
      double speed = row.nanos()[1] / row.nanos()[c];
      if (c == 1 || Double.isNaN(speed)) {
        continue;
      }
      if (c == 0) {
        double from = Math.min(x(1), x(speed));
        add(
            "<rect x='%.1f' y='%d' width='%.1f' height='12' fill='%s'/>\n",
            from, y - 6, Math.max(1, Math.abs(x(speed) - x(1))), COLORS.get(c));
      } else {
        mark(c, x(speed), y);
      }
    }
  }

  private void mark(int column, double x, int y) {
    if (column == 0) {
      add(
          "<rect x='%.1f' y='%d' width='10' height='10' fill='%s'/>\n",
          x - 5, y - 5, COLORS.get(0));
      return;
    }
    add("<circle cx='%.1f' cy='%d' r='4.5' fill='%s' stroke='white'/>\n", x, y, COLORS.get(column));
  }

  private static double x(double speed) {
    double clamped = Math.clamp(speed, LEAST, MOST);
    return LEFT + WIDTH * Math.log(clamped / LEAST) / Math.log(MOST / LEAST);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
