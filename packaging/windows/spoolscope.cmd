@echo off
rem Runs spoolscope with the Node.js beside it. Nothing is installed.
setlocal
"%~dp0node.exe" "%~dp0program\cli.js" %*
set "CODE=%ERRORLEVEL%"
rem After a double click the window would close at once.
if "%~1"=="" pause
exit /b %CODE%
