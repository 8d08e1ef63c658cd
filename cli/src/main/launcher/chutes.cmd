@echo off
rem The chutes command, on a JDK 25 that JAVA_HOME names or that is on the PATH. What takes a while is told in lines: no test tells a
rem batch file whether standard error is a terminal.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem Releases before 23 do not know the option.
"%java%" --sun-misc-unsafe-memory-access=allow -version >nul 2>&1
if errorlevel 1 (
    echo chutes: no JDK 25 or newer was found; install one or point JAVA_HOME at it 1>&2
    exit /b 1
)
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "%~dp0..\lib\*" io.chutes.cli.Main %*
exit /b %errorlevel%
