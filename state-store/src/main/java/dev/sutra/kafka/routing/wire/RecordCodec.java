package dev.sutra.kafka.routing.wire;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record as its components, in their order; a byte before a nullable one says if it is there. */
final class RecordCodec implements Codec {
  private final String name;
  private final List<Part> parts = new ArrayList<>();
  private final MethodHandle constructor;

  private record Part(String name, Codec codec, boolean nullable, MethodHandle accessor) {}

  /**
   * Creates the codec of a record.
   *
   * @param codecs of its components
   */
  RecordCodec(Class<?> type, Function<Type, Codec> codecs) {
    name = type.getSimpleName();
    List<Class<?>> types = new ArrayList<>();
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        types.add(component.getType());
        component.getAccessor().setAccessible(true);
        parts.add(
            new Part(
                component.getName(),
                codecs.apply(component.getGenericType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                lookup
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class))));
      }
      var canonical = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      constructor =
          lookup
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, types.size())
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " has no form on the wire", e);
    }
  }

  @Override
  public void write(DataOutput out, Object value) throws IOException {
    for (Part part : parts) {
      Object component = component(part, value);
      if (part.nullable()) {
        out.writeBoolean(component != null);
      }
      if (component != null) {
        part.codec().write(out, component);
      } else if (!part.nullable()) {
        throw new IllegalArgumentException(name + "." + part.name() + " is null");
      }
    }
  }

  private static @Nullable Object component(Part part, Object value) {
    try {
      return (Object) part.accessor().invokeExact(value);
    } catch (Throwable e) {
      throw new IllegalStateException("an accessor failed", e);
    }
  }

  @Override
  public Object read(ByteBuffer in) {
    @Nullable Object[] components = new @Nullable Object[parts.size()];
    for (int i = 0; i < components.length; i++) {
      Part part = parts.get(i);
      components[i] = part.nullable() && !ScalarCodecs.flag(in) ? null : part.codec().read(in);
    }
    try {
      return (Object) constructor.invokeExact(components);
    } catch (IllegalArgumentException e) {
      throw new WireFormatException(name + ": " + e.getMessage(), e);
    } catch (Throwable e) {
      throw new WireFormatException(name + " cannot be made", e);
    }
  }

  @Override
  public String shape() {
    StringBuilder shape = new StringBuilder(name).append('(');
    for (Part part : parts) {
      shape.append(part.name()).append(':').append(part.codec().shape());
      shape.append(part.nullable() ? "?," : ",");
    }
    return shape.append(')').toString();
  }
}
