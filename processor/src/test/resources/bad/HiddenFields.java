package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Secret;

@Chute(name = "hidden")
class HiddenFields extends HiddenFieldsBase { // error: token, inherited from bad.HiddenFieldsBase: HiddenFields has a field named token too, which hides this one: rename one
    @Secret("TOKEN")
    String token;

    @Endpoint
    void hi() {}
}

abstract class HiddenFieldsBase {
    @Secret("TOKEN")
    String token;
}
