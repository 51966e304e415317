from faasport.cli import main

main()
