package io.chutes.samples;

import io.chutes.cli.image.ImageTarget;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * An account on a platform under test.
 *
 * @param platform where the platform answers
 * @param name the account's name
 * @param key its API key
 */
record TestAccount(URI platform, String name, String key) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A developer, with that credit besides the deposit. */
    static TestAccount register(URI platform, String name, String credit) {
        String key = new PlatformClient(platform, null)
                .register(new Registration(name))
                .key();
        var account = new TestAccount(platform, name, key);
        account.client().faucet(new FaucetDeposit("start", Money.of(credit)));
        account.client().faucet(new FaucetDeposit("deposit", Money.of("1")));
        account.client().becomeDeveloper();
        return account;
    }

    PlatformClient client() {
        return new PlatformClient(platform, key);
    }

    ChuteState deployHello() throws InterruptedException {
        var image =
                HelloSample.build(new ImageTarget.Registry(platform.getAuthority() + "/" + name + "/hello", name, key));
        return client().deploy(new Deployment(name + "/hello@" + image.digest()));
    }

    InstanceState awaitReady(ChuteState chute) throws InterruptedException {
        return Await.present(
                "a ready instance of " + chute.name() + " version " + chute.version(),
                () -> client().chute(chute.name()).instances().stream()
                        .filter(instance ->
                                instance.status() == InstanceStatus.READY && instance.version() == chute.version())
                        .findFirst());
    }

    HttpResponse<String> call(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> open(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(request(path, body), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(platform.resolve(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
