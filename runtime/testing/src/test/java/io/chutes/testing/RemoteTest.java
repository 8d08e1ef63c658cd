package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Media;
import io.chutes.client.ChuteClient;
import io.chutes.client.Chutes;
import io.chutes.client.NotFoundException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@link Chutes#remote}: the annotated class itself, calling where it is deployed. */
@ChuteTest(Shop.class)
class RemoteTest {
    private static final Shop.Item PEN = new Shop.Item("pen", 3);

    @Test
    void callsTheDeployedChuteInEveryWay(ChuteClient client) throws IOException {
        Shop shop = Chutes.remote(Shop.class, client);

        assertThat(shop.item("a/b", Optional.of(7))).isEqualTo(new Shop.Item("a/b", 7));
        assertThat(shop.item("pen", Optional.empty())).isEqualTo(new Shop.Item("pen", 1));
        assertThat(shop.caller(null)).isEqualTo("request false");
        assertThat(shop.byName(List.of(PEN))).containsEntry("pen", PEN);
        assertThat(shop.dearer(List.of(PEN, new Shop.Item("ink", 1))))
                .containsExactly(new Shop.Item("pen", 4), new Shop.Item("ink", 2));
        try (var copies = shop.copies(PEN)) {
            assertThat(copies).containsExactly(PEN, PEN);
        }
        assertThat(shop.shout("hey")).isEqualTo("hey!");
        Media picture = shop.picture(new byte[] {1, 2});
        assertThat(picture.contentType()).isEqualTo("image/svg+xml");
        assertThat(picture.stream().readAllBytes()).containsExactly(1, 2);
        shop.reset();
    }

    @Test
    void throwsTheProblemsOfTheChute(ChuteClient client) {
        Shop shop = Chutes.remote(Shop.class, client);

        assertThatThrownBy(() -> shop.item("none", Optional.empty()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no such item");
    }

    @Test
    void runsNothingOfTheChuteHere(ChuteClient client) {
        int made = Shop.made;
        Shop shop = Chutes.remote(Shop.class, client);

        assertThat(Shop.made).isEqualTo(made);
        assertThat(shop.opened).isZero();
        assertThatThrownBy(shop::motto)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("motto of io.chutes.testing.Shop runs only where the chute is deployed");
        assertThatThrownBy(shop::open).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(shop::engine)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use the client class");
    }

    @Test
    void isAnObjectLikeAnyOther(ChuteClient client) {
        Shop shop = Chutes.remote(Shop.class, client);

        assertThat(List.of(shop)).contains(shop).doesNotContain(Chutes.remote(Shop.class, client));
        assertThat(Set.of(shop)).contains(shop);
        assertThat(shop.toString()).startsWith("remote Shop, the chute at http://127.0.0.1:");
    }

    @Test
    void makesOneClassForAllItsObjects(ChuteClient client) {
        Class<?> first = Chutes.remote(Shop.class, client).getClass();

        for (int i = 0; i < 10_000; i++) {
            assertThat(Chutes.remote(Shop.class, client).getClass()).isSameAs(first);
        }
    }

    @Test
    void holdsNoClassLoaderThatIsDropped(ChuteClient client) throws Exception {
        WeakReference<ClassLoader> loader = useAndDrop(client);

        long end = System.nanoTime() + 60_000_000_000L;
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(loader.get()).isNull();
    }

    @Test
    void saysWhyAClassCannotBeStoodInFor(ChuteClient client) {
        assertThatThrownBy(() -> Chutes.remote(String.class, client)).hasMessageContaining("java.lang.String is final");
        assertThatThrownBy(() -> Chutes.remote(Object.class, client)).hasMessageContaining("it has no @Chute");
        assertThatThrownBy(() -> Chutes.remote(Sealed.class, client))
                .hasMessageContaining("go of io.chutes.testing.RemoteTest$Sealed is final");
    }

    private static WeakReference<ClassLoader> useAndDrop(ChuteClient client) throws Exception {
        URL classes = Shop.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new Apart(classes)) {
            Class<?> shop = loader.loadClass(Shop.class.getName());
            assertThat(shop).isNotSameAs(Shop.class);
            Object remote = Chutes.remote(shop, client);
            assertThat(remote.getClass().getClassLoader()).isSameAs(loader);
            // What was called is what JSON was read and written for.
            Method copies = shop.getDeclaredMethod("copies", loader.loadClass(Shop.Item.class.getName()));
            Constructor<?> item = loader.loadClass(Shop.Item.class.getName()).getDeclaredConstructors()[0];
            copies.setAccessible(true);
            item.setAccessible(true);
            try (var stream = (Stream<?>) copies.invoke(remote, item.newInstance("pen", 3))) {
                assertThat(stream.map(each -> each.getClass().getClassLoader())).containsExactly(loader, loader);
            }
            return new WeakReference<>(loader);
        }
    }

    /** Loads the chute by itself, all else as everybody. */
    private static final class Apart extends URLClassLoader {
        Apart(URL classes) {
            super(new URL[] {classes}, RemoteTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = name.startsWith(Shop.class.getName()) || name.equals(Counter.class.getName());
            return own && findLoadedClass(name) == null ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Chute(name = "sealed")
    static class Sealed {
        @Endpoint
        final void go() {}
    }
}
