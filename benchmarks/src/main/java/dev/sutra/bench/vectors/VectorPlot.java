package dev.sutra.bench.vectors;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * Draws queries a second over recall, a line for each index: higher and farther right is better.
 */
public final class VectorPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;
  private static final double RECALL_MIN = 0.85;

  private VectorPlot() {}

  /** Writes {@code vectors-recall.png} to a directory, which is made if need be. */
  public static void write(Path directory, List<VectorCurve> curves) throws IOException {
    Files.createDirectories(directory);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("queries a second by recall, one thread")
            .xAxisTitle("recall@" + VectorSet.K)
            .yAxisTitle("queries/s")
            .build();
    for (VectorCurve curve : curves) {
      chart.addSeries(curve.name(), curve.recalls(), curve.rates());
    }
    chart.getStyler().setXAxisMin(RECALL_MIN).setXAxisMax(1.0).setYAxisMin(0.0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    BitmapEncoder.saveBitmap(
        chart, directory.resolve("vectors-recall").toString(), BitmapFormat.PNG);
  }
}
