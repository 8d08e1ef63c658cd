package io.chutes.client;

import static net.bytebuddy.matcher.ElementMatchers.isFinalizer;
import static net.bytebuddy.matcher.ElementMatchers.isVirtual;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.utility.RandomString;
import org.objenesis.ObjenesisStd;
import org.objenesis.instantiator.ObjectInstantiator;

/** The class that stands in for a chute's; one for each chute's class, for as long as that is loaded. */
final class RemoteType {
    private static final String HANDLER = "chutes$handler";

    private static final ClassValue<RemoteType> TYPES = new ClassValue<>() {
        @Override
        protected RemoteType computeValue(Class<?> chute) {
            return new RemoteType(chute);
        }
    };

    private final RemoteContract contract;
    private final ObjectInstantiator<?> instantiator;
    private final Field handler;

    private RemoteType(Class<?> chute) {
        checkOpen(chute);
        this.contract = RemoteContract.of(chute);
        Class<?> standIn = standIn(chute);
        this.instantiator =
                new ObjenesisStd(false).getInstantiatorOf(standIn); // no cache of its own: it would hold the class
        try {
            this.handler = standIn.getDeclaredField(HANDLER);
            handler.setAccessible(true);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    static RemoteType of(Class<?> chute) {
        synchronized (TYPES) { // it may compute a value twice for two threads, and a class cannot be undone
            return TYPES.get(chute);
        }
    }

    Object calling(ChuteClient client) {
        Object remote = instantiator.newInstance();
        try {
            handler.set(remote, new RemoteCalls(contract, client));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return remote;
    }

    private static void checkOpen(Class<?> chute) {
        if (chute.isPrimitive() || chute.isArray() || chute.isInterface()) {
            throw new IllegalArgumentException(chute.getTypeName() + " is no chute: it is no class");
        }
        if (Modifier.isFinal(chute.getModifiers())) {
            throw new IllegalArgumentException("%s is final, so nothing can stand in for it: remove final, or use %s"
                    .formatted(chute.getName(), chute.getSimpleName() + "Client"));
        }
    }

    /** In the package and loader of the chute, so that methods visible there alone can be stood in for. */
    private static Class<?> standIn(Class<?> chute) {
        try {
            var lookup = MethodHandles.privateLookupIn(chute, MethodHandles.lookup());
            return new ByteBuddy(ClassFileVersion.JAVA_V17)
                    .subclass(chute, ConstructorStrategy.Default.NO_CONSTRUCTORS)
                    .name(chute.getName() + "$Remote$"
                            + RandomString.make()) // another copy of this library may make one too
                    .modifiers(Visibility.PUBLIC)
                    .defineField(HANDLER, InvocationHandler.class, Visibility.PUBLIC)
                    .method(isVirtual().and(not(isFinalizer())))
                    .intercept(InvocationHandlerAdapter.toField(HANDLER))
                    .make()
                    .load(chute.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(lookup))
                    .getLoaded();
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "%s is in a module that does not open its package to io.chutes.client".formatted(chute.getName()),
                    e);
        }
    }
}
