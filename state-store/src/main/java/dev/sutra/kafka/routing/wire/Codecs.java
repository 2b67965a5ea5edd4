package dev.sutra.kafka.routing.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values as bytes: records of scalars, lists, maps, optionals, enums and records. A record's layout
 * is that of its components in their order, so that a new query or statistic needs no code here;
 * {@link #shape} names it, and two instances compare their shapes before they trust the bytes.
 * Thread-safe.
 */
public final class Codecs {
  private static final Map<Type, Codec> BY_TYPE = new ConcurrentHashMap<>(ScalarCodecs.ALL);

  private Codecs() {}

  /** The bytes of a value of this type. */
  public static byte[] encode(Type type, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      of(type).write(new DataOutputStream(bytes), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The value of some bytes, all of which belong to it.
   *
   * @throws WireFormatException if they are not a value of this type
   */
  public static Object decode(Type type, ByteBuffer bytes) {
    try {
      Object value = of(type).read(bytes);
      if (bytes.hasRemaining()) {
        throw new WireFormatException(bytes.remaining() + " bytes are left over");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new WireFormatException("the bytes end early", e);
    }
  }

  /** Names the layout of a type. */
  public static String shape(Type type) {
    return of(type).shape();
  }

  /** The codec of a type; not computed atomically, since a record needs those of its parts. */
  static Codec of(Type type) {
    Codec known = BY_TYPE.get(type);
    if (known != null) {
      return known;
    }
    Codec made = make(type);
    BY_TYPE.put(type, made);
    return made;
  }

  private static Codec make(Type type) {
    if (type instanceof Class<?> plain && plain.isEnum()) {
      return new EnumCodec(plain);
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return new RecordCodec(plain, Codecs::of);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] parts = generic.getActualTypeArguments();
      if (generic.getRawType().equals(Map.class)) {
        return new MapCodec(of(parts[0]), of(parts[1]));
      }
      if (generic.getRawType().equals(Optional.class)) {
        return new OptionalCodec(of(parts[0]));
      }
      if (generic.getRawType().equals(List.class)
          || generic.getRawType().equals(Collection.class)) {
        return new ListCodec(of(parts[0]));
      }
    }
    throw new IllegalArgumentException(type.getTypeName() + " has no form on the wire");
  }

  private record EnumCodec(Class<?> type) implements Codec {
    @Override
    public void write(DataOutput out, Object value) throws IOException {
      out.writeByte(List.of(type.getEnumConstants()).indexOf(value));
    }

    @Override
    public Object read(ByteBuffer in) {
      Object[] constants = type.getEnumConstants();
      int ordinal = in.get();
      if (ordinal < 0 || ordinal >= constants.length) {
        throw new WireFormatException(type.getSimpleName() + " has no constant " + ordinal);
      }
      return constants[ordinal];
    }

    @Override
    public String shape() {
      return List.of(type.getEnumConstants()).toString();
    }
  }

  private record OptionalCodec(Codec part) implements Codec {
    @Override
    public void write(DataOutput out, Object value) throws IOException {
      Optional<?> optional = (Optional<?>) value;
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        part.write(out, optional.get());
      }
    }

    @Override
    public Object read(ByteBuffer in) {
      return ScalarCodecs.flag(in) ? Optional.of(part.read(in)) : Optional.empty();
    }

    @Override
    public String shape() {
      return part.shape() + "?";
    }
  }

  private record ListCodec(Codec part) implements Codec {
    @Override
    public void write(DataOutput out, Object value) throws IOException {
      Collection<?> items = (Collection<?>) value;
      out.writeInt(items.size());
      for (Object item : items) {
        part.write(out, item);
      }
    }

    @Override
    public Object read(ByteBuffer in) {
      int count = ScalarCodecs.count(in, 1);
      List<Object> items = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        items.add(part.read(in));
      }
      return items;
    }

    @Override
    public String shape() {
      return "[" + part.shape() + "]";
    }
  }

  private record MapCodec(Codec key, Codec value) implements Codec {
    @Override
    public void write(DataOutput out, Object map) throws IOException {
      Map<?, ?> entries = (Map<?, ?>) map;
      out.writeInt(entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        key.write(out, entry.getKey());
        value.write(out, entry.getValue());
      }
    }

    @Override
    public Object read(ByteBuffer in) {
      int count = ScalarCodecs.count(in, 2);
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        if (entries.put(key.read(in), value.read(in)) != null) {
          throw new WireFormatException("a map has a key twice");
        }
      }
      return entries;
    }

    @Override
    public String shape() {
      return "{" + key.shape() + ":" + value.shape() + "}";
    }
  }
}
