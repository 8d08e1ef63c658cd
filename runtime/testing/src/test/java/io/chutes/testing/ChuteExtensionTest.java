package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.chutes.client.ChuteClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** How long a chute of a test is served, and that it is one: of classes that are run by JUnit inside a test. */
class ChuteExtensionTest {
    private static @Nullable URI served;

    @ParameterizedTest
    @ValueSource(classes = {ByAnnotation.class, ByHand.class})
    void endsTheChuteAfterTheLastTestOfTheClassAndThoseInIt(Class<?> tests) {
        TestExecutionSummary summary = run(tests);

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
        assertThatNobodyListens();
    }

    @ParameterizedTest
    @ValueSource(classes = {TwoByHand.class, AnnotationAndHand.class, AnotherInside.class})
    void refusesASecondChute(Class<?> tests) {
        List<TestExecutionSummary.Failure> failures = run(tests).getFailures();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure.getException())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("asks for a second chute"));
    }

    private static TestExecutionSummary run(Class<?> tests) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static void assertThatNobodyListens() {
        URI address = Objects.requireNonNull(served);
        assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
    }

    private static void connect(URI address) throws IOException {
        new Socket(address.getHost(), address.getPort()).close();
    }

    /** Tests that need the chute, some of them nested. */
    abstract static class Tests {
        @BeforeAll
        static void remember(URI address) {
            served = address;
        }

        @Test
        void calls(ShopClient shop) {
            assertThat(shop.shout("hey")).isEqualTo("hey!");
        }

        @Nested
        class First {
            @Test
            void calls(ShopClient shop) {
                assertThat(shop.shout("hey")).isEqualTo("hey!");
            }
        }

        @Nested
        class Second {
            @Test
            void calls(ShopClient shop) {
                assertThat(shop.shout("hey")).isEqualTo("hey!");
            }
        }
    }

    @ChuteTest(Shop.class)
    static class ByAnnotation extends Tests {}

    static class ByHand extends Tests {
        @RegisterExtension
        static final ChuteExtension SHOP = ChuteExtension.of(TestChute.of(Shop.class));
    }

    static class TwoByHand {
        @RegisterExtension
        static final ChuteExtension SHOP = ChuteExtension.of(TestChute.of(Shop.class));

        @RegisterExtension
        static final ChuteExtension OTHER = ChuteExtension.of(TestChute.of(Shop.class));

        @Test
        void calls(ChuteClient client) {}
    }

    @ChuteTest(Shop.class)
    static class AnnotationAndHand {
        @RegisterExtension
        static final ChuteExtension OTHER = ChuteExtension.of(TestChute.of(Shop.class));

        @Test
        void calls(ChuteClient client) {}
    }

    @ChuteTest(Shop.class)
    static class AnotherInside {
        @ChuteTest(Shop.class)
        @Nested
        class Inside {
            @Test
            void calls(ChuteClient client) {}
        }
    }
}
