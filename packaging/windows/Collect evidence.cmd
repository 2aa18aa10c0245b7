@echo off
rem Saves the evidence of this machine into one zip, by a double click.
setlocal EnableExtensions DisableDelayedExpansion
title Collect evidence
if not exist "%~dp0node.exe" goto packed
if not exist "%~dp0program\cli.js" goto packed
echo Support asked for this to find out why messages to people who are offline do
echo not arrive in Skype for Business. It takes a minute, and up to 5 minutes more
echo when messages are waiting.
echo.
echo   Saved:      the logs of Skype for Business (names, addresses, parts of
echo               conversations), names and times of waiting messages, settings.
echo   Not saved:  the waiting messages themselves, mails, passwords.
echo.
echo Nothing on this machine is changed. Nothing is sent: you send the zip yourself.
echo.
set "INTO=%~dp0collected"
md "%INTO%" 2>nul
if exist "%INTO%\" goto collect
set "INTO=%USERPROFILE%\Desktop\collected"
md "%INTO%" 2>nul
if not exist "%INTO%\" set "INTO=%TEMP%"

:collect
pushd "%INTO%"
set "NODE_DISABLE_COMPILE_CACHE=1"
"%~dp0node.exe" "%~dp0program\cli.js" collect %*
set "CODE=%ERRORLEVEL%"
rem The names end with the time: the last one is the newest.
set "ZIP="
for %%F in (spoolscope-*.zip) do set "ZIP=%%~fF"
popd
echo.
if not "%CODE%"=="0" goto failed
echo Done. Send this file to whoever asked you for it:
echo.
echo   "%ZIP%"
echo.
echo Its folder is opened now. Afterwards you can delete all of this.
start "" explorer.exe "%INTO%"
pause
exit /b 0

:failed
rem Removes an empty folder only.
rd "%INTO%" 2>nul
echo Nothing was saved. The reason is above. Send a picture of this window to whoever
echo asked you for the zip.
pause
exit /b %CODE%

:packed
echo This file is still inside the zip, or was copied without the other files.
echo Close this window, right-click the zip, and choose "Extract All". Then open the
echo folder that was extracted, and double-click "Collect evidence" there.
pause
exit /b 2
