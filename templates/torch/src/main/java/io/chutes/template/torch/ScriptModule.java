package io.chutes.template.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript object and the weights it holds: the owner of their native memory, until it is closed. A call takes and gives copies, so
 * that nothing of it outlives it.
 */
public final class ScriptModule implements AutoCloseable {
    private final Torch torch;
    private final String name;
    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private @Nullable Safetensors weights;
    private boolean closed;

    private ScriptModule(Torch torch, String name, PtNDManager manager, PtSymbolBlock block) {
        this.torch = torch;
        this.name = name;
        this.manager = manager;
        this.block = block;
    }

    static ScriptModule load(Torch torch, String name, String source) {
        return torch.run(() -> {
            PtNDManager manager =
                    (PtNDManager) ai.djl.engine.Engine.getEngine("PyTorch").newBaseManager(torch.device());
            try (InputStream archive = new ScriptArchive(source).open()) {
                return new ScriptModule(torch, name, manager, JniUtils.loadModule(manager, archive, true, false));
            } catch (IOException | RuntimeException e) {
                manager.close();
                throw new ModelException("%s is no TorchScript: %s".formatted(name, e.getMessage()), e);
            }
        });
    }

    /**
     * Calls the method {@code bind(weights: List[Tensor], …)} with tensors that are the files' own memory, not copies ({@link DType#BF16} as bytes). The files stay
     * mapped until this is closed, which closes them too.
     *
     * @param tensors those of the weights that are bound, in the order that the method expects
     * @param settings what else the method takes
     */
    public void bind(Safetensors files, List<TensorInfo> tensors, Value... settings) {
        torch.run(() -> {
            checkOpen();
            if (weights != null) {
                throw new IllegalStateException(name + " has weights already");
            }
            try (PtNDManager scope = manager.newSubManager(torch.device());
                    var arguments = new Arguments()) {
                PtNDArray[] arrays = tensors.stream()
                        .map(tensor -> mapped(scope, files, tensor))
                        .toArray(PtNDArray[]::new);
                arguments.add(IValue.listFrom(arrays));
                Arrays.stream(settings).forEach(setting -> arguments.add(scope, setting));
                IValueUtils.runMethod(block, "bind", arguments.array()).close();
                weights = files;
            }
            return name;
        });
    }

    /** Calls a method of one result, or of a tuple of them. */
    public List<Value> call(String method, Value... values) {
        return torch.run(() -> {
            checkOpen();
            try (PtNDManager scope = manager.newSubManager(torch.device());
                    var arguments = new Arguments()) {
                Arrays.stream(values).forEach(value -> arguments.add(scope, value));
                try (IValue result = IValueUtils.runMethod(block, method, arguments.array())) {
                    return fromNative(scope, result);
                }
            }
        });
    }

    @Override
    public void close() {
        torch.run(() -> {
            if (!closed) {
                closed = true;
                block.close();
                manager.close();
                if (weights != null) {
                    weights.close();
                }
            }
            return name;
        });
    }

    /** How many arrays DJL holds for it between calls: none but its own. */
    int arraysHeld() {
        return torch.run(() -> manager.getManagedArrays().size());
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
    }

    private static PtNDArray mapped(PtNDManager manager, Safetensors files, TensorInfo tensor) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        if (tensor.type() == DType.BF16) {
            shape[shape.length - 1] *= DType.BF16.bytes();
        }
        return manager.create(
                files.bytes(tensor), new Shape(shape), tensor.type().carrier());
    }

    private List<Value> fromNative(PtNDManager manager, IValue result) {
        if (result.isTuple()) {
            List<Value> values = new ArrayList<>();
            for (IValue part : result.toIValueTuple()) {
                try (part) {
                    values.addAll(fromNative(manager, part));
                }
            }
            return values;
        }
        if (result.isTensor()) {
            return List.of(tensor(result.toTensor(manager)));
        } else if (result.isLong()) {
            return List.of(new Value.Whole(result.toLong()));
        } else if (result.isDouble()) {
            return List.of(new Value.Real(result.toDouble()));
        } else if (result.isBoolean()) {
            return List.of(new Value.Flag(result.toBoolean()));
        }
        throw new IllegalStateException("%s gave a %s, which is none of Value".formatted(name, result.getType()));
    }

    private Value tensor(PtNDArray array) {
        long[] shape = array.getShape().getShape();
        return switch (array.getDataType()) {
            case FLOAT32 -> new Value.Floats(array.toFloatArray(), shape);
            case INT64 -> new Value.Longs(array.toLongArray(), shape);
            case DataType other ->
                throw new IllegalStateException(
                        "%s gave a tensor of %s, not of FLOAT32 or INT64".formatted(name, other));
        };
    }

    /** Native values that end with the call they were made for, and their memory: DJL forgets them otherwise, and their tensors with them. */
    private static final class Arguments implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final List<IValue> values = new ArrayList<>();

        void add(IValue value) {
            values.add(value);
        }

        void add(PtNDManager manager, Value value) {
            add(
                    switch (value) {
                        case Value.Whole(long whole) -> IValue.from(whole);
                        case Value.Real(double real) -> IValue.from(real);
                        case Value.Flag(boolean flag) -> IValue.from(flag);
                        case Value.Longs(long[] longs, long[] shape) ->
                            tensor(manager, arena.allocateFrom(ValueLayout.JAVA_LONG, longs), DataType.INT64, shape);
                        case Value.Floats(float[] floats, long[] shape) ->
                            tensor(
                                    manager,
                                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, floats),
                                    DataType.FLOAT32,
                                    shape);
                        case Value.Wholes(long[] wholes) -> IValue.listFrom(wholes);
                        case Value.Memory(MemorySegment bytes, DType type, long[] shape) ->
                            tensor(manager.newSubManager(Device.cpu()), bytes, type.carrier(), shape);
                    });
        }

        private static IValue tensor(PtNDManager manager, MemorySegment bytes, DataType type, long[] shape) {
            return IValue.from(manager.create(bytes.asByteBuffer(), new Shape(shape), type));
        }

        IValue[] array() {
            return values.toArray(IValue[]::new);
        }

        @Override
        public void close() {
            values.forEach(IValue::close);
            arena.close();
        }
    }
}
