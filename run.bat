@echo off
rem Sets up what is missing, then runs Facilitator. The work is done in scripts\launch.py.
set "here=%~dp0"
if exist "%here%.venv\Scripts\python.exe" ("%here%.venv\Scripts\python.exe" "%here%scripts\launch.py" run %* & exit /b)
py -3 "%here%scripts\launch.py" run %* || if errorlevel 9009 echo Python 3.11 or newer is needed. Get it from python.org, then start run.bat again.
