@echo off
rem Runs spoolscope with the Node.js beside it. Nothing is installed.
setlocal
if not exist "%~dp0node.exe" goto packed
rem Nothing is kept on this machine, compiled code neither.
set "NODE_DISABLE_COMPILE_CACHE=1"
"%~dp0node.exe" "%~dp0program\cli.js" %*
set "CODE=%ERRORLEVEL%"
rem After a double click the window would close at once.
if "%~1"=="" pause
exit /b %CODE%

:packed
echo This file is still inside the zip, or was copied without the other files.
echo Close this window, right-click the zip, and choose "Extract All". Then open the
echo folder that was extracted, and double-click the file there.
pause
exit /b 2
