package dev.sutra.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;

/** Draws the ratios of one benchmark: a bar per figure, and a line where both are even. */
public final class Plot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;
  private static final Color BAR = new Color(0x2b, 0x6c, 0xb0);
  private static final Color EVEN = new Color(0xc5, 0x30, 0x30);

  private Plot() {}

  /** Writes {@code <bench>.png} to a directory, which is made if need be. */
  public static void write(Path directory, String bench, List<Row> rows) throws IOException {
    Files.createDirectories(directory);
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(bench + ": how many times better than " + rows.getFirst().peer())
            .yAxisTitle("ratio (above 1: Sutra is better)")
            .build();
    List<String> names = rows.stream().map(row -> row.name() + ", " + row.metric()).toList();
    chart.addSeries("Sutra", names, rows.stream().map(Row::ratio).toList()).setFillColor(BAR);
    CategorySeries even = chart.addSeries("even", names, Collections.nCopies(names.size(), 1.0));
    even.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    even.setLineColor(EVEN);
    even.setMarkerColor(EVEN);
    chart.getStyler().setXAxisLabelRotation(45);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    BitmapEncoder.saveBitmap(chart, directory.resolve(bench).toString(), BitmapFormat.PNG);
  }
}
