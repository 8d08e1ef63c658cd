package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "paths")
class Paths {
    @Endpoint(path = "hi") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got 'hi'
    void path1() {}

    @Endpoint(path = "/") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/'
    void path2() {}

    @Endpoint(path = "/hi/") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/hi/'
    void path3() {}

    @Endpoint(path = "//hi") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '//hi'
    void path4() {}

    @Endpoint(path = "/Hi") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/Hi'
    void path5() {}

    @Endpoint(path = "/h i") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/h i'
    void path6() {}

    @Endpoint(path = "/{id}") // error: No parameter of path7 takes {id}: add @PathParam("id")
    void path7() {}

    @Endpoint(path = "/-hi") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/-hi'
    void path8() {}

    @Endpoint(path = "/hi?a=1") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/hi?a=1'
    void path9() {}

    @Endpoint(path = "/../hi") // error: each after a '/' and beginning with a letter or digit, or a parameter's name in braces; got '/../hi'
    void path10() {}

    @Endpoint(path = "/_chute") // error: Paths under /_chute belong to the runtime, got '/_chute'
    void root() {}

    @Endpoint(path = "/_chute/live") // error: Paths under /_chute belong to the runtime, got '/_chute/live'
    void below() {}
}
