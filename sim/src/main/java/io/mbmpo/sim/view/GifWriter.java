package io.mbmpo.sim.view;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** An animated GIF that loops for ever; every frame in one fixed palette. One thread. */
final class GifWriter implements AutoCloseable {
  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
  private final ImageOutputStream out;
  private final IndexColorModel palette;
  private final byte[] nearest = new byte[1 << 15];
  private final boolean[] known = new boolean[1 << 15];
  private final int delayHundredths;
  private boolean first = true;

  /**
   * Begins the file, replacing an older one.
   *
   * @param delayHundredths time that each frame is shown, 1/100 s
   * @throws IOException naming the file, when it cannot be written
   */
  GifWriter(Path file, IndexColorModel palette, int delayHundredths) throws IOException {
    this.palette = palette;
    this.delayHundredths = delayHundredths;
    Files.deleteIfExists(file);
    Files.write(file, new byte[0]); // fails here, with the file's name, if it cannot be written
    out = ImageIO.createImageOutputStream(file.toFile());
    writer.setOutput(out);
    writer.prepareWriteSequence(null);
  }

  /** Adds a frame; all frames have the size of the first. */
  void add(BufferedImage rgb) throws IOException {
    BufferedImage frame = indexed(rgb);
    // createFromRenderedImage would describe a standard palette instead of the frame's own.
    ImageTypeSpecifier type = new ImageTypeSpecifier(frame);
    IIOMetadata metadata = writer.getDefaultImageMetadata(type, writer.getDefaultWriteParam());
    describe(metadata);
    writer.writeToSequence(new IIOImage(frame, null, metadata), writer.getDefaultWriteParam());
    first = false;
  }

  private void describe(IIOMetadata metadata) throws IIOInvalidTreeException {
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    child(root, "ImageDescriptor").setAttribute("interlaceFlag", "FALSE");
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delayHundredths));
    if (first) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // sub-block 1: repeat 0 times, that is for ever
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(format, root);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }

  private BufferedImage indexed(BufferedImage rgb) {
    int w = rgb.getWidth();
    int h = rgb.getHeight();
    BufferedImage frame = new BufferedImage(w, h, BufferedImage.TYPE_BYTE_INDEXED, palette);
    int[] row = new int[w];
    byte[] indices = new byte[w];
    for (int y = 0; y < h; y++) {
      rgb.getRGB(0, y, w, 1, row, 0, w);
      for (int x = 0; x < w; x++) {
        indices[x] = index(row[x]);
      }
      frame.getRaster().setDataElements(0, y, w, 1, indices);
    }
    return frame;
  }

  private byte index(int rgb) {
    int r = rgb >> 16 & 255;
    int g = rgb >> 8 & 255;
    int b = rgb & 255;
    int key = r >> 3 << 10 | g >> 3 << 5 | b >> 3;
    if (!known[key]) {
      nearest[key] = search(r, g, b);
      known[key] = true;
    }
    return nearest[key];
  }

  private byte search(int r, int g, int b) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.getMapSize(); i++) {
      int dr = palette.getRed(i) - r;
      int dg = palette.getGreen(i) - g;
      int db = palette.getBlue(i) - b;
      int distance = 3 * dr * dr + 6 * dg * dg + db * db;
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return (byte) best;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!first) {
        writer.endWriteSequence();
      }
    } finally {
      out.close();
      writer.dispose();
    }
  }
}
