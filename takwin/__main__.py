from takwin.cli import main

main()
